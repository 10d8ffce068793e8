/** Tests of the package of this name. */
@NullMarked
package io.holdfast.nbd.server;

import org.jspecify.annotations.NullMarked;
