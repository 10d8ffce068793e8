/**
 * How bytes get to the other side: a socket channel, in the clear or inside TLS. It knows nothing
 * of what they mean.
 */
@NullMarked
package io.holdfast.nbd.transport;

import org.jspecify.annotations.NullMarked;
