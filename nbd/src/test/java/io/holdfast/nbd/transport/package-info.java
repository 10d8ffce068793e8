/** Tests of the package of this name. */
@NullMarked
package io.holdfast.nbd.transport;

import org.jspecify.annotations.NullMarked;
