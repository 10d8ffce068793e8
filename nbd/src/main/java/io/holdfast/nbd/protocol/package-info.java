/**
 * What NBD looks like on the wire: numbers, headers and option payloads, read from and written to
 * buffers. Decoding never trusts a length, and throws {@link
 * io.holdfast.nbd.protocol.ProtocolViolation}; it knows nothing of sockets.
 */
@NullMarked
package io.holdfast.nbd.protocol;

import org.jspecify.annotations.NullMarked;
