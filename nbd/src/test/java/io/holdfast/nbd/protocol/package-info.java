/** Tests of the package of this name. */
@NullMarked
package io.holdfast.nbd.protocol;

import org.jspecify.annotations.NullMarked;
