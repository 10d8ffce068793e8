/**
 * The client's end of NBD: negotiates, then keeps many requests in flight on one or several
 * connections.
 */
@NullMarked
package io.holdfast.nbd.client;

import org.jspecify.annotations.NullMarked;
