/** Tests of the package of this name. */
@NullMarked
package io.holdfast.nbd.file;

import org.jspecify.annotations.NullMarked;
