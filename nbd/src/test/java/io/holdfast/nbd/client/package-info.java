/** Tests of the package of this name. */
@NullMarked
package io.holdfast.nbd.client;

import org.jspecify.annotations.NullMarked;
