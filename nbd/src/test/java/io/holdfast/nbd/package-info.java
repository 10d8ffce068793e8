/** Tests of client and server together. */
@NullMarked
package io.holdfast.nbd;

import org.jspecify.annotations.NullMarked;
