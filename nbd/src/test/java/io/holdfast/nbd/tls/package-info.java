/** Tests of the package of this name. */
@NullMarked
package io.holdfast.nbd.tls;

import org.jspecify.annotations.NullMarked;
