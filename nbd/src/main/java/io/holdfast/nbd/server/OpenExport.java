package io.holdfast.nbd.server;

import io.holdfast.nbd.transport.FramedInput;
import io.holdfast.nbd.transport.Transport;

/**
 * How a negotiation ended well.
 *
 * @param structuredReplies whether the client takes chunks
 * @param allocation whether the client may ask for {@code base:allocation}
 */
record OpenExport(
    Export export,
    Transport transport,
    FramedInput input,
    boolean structuredReplies,
    boolean allocation) {

  /** Number of {@code base:allocation} on every connection. */
  static final int ALLOCATION_ID = 1;
}
