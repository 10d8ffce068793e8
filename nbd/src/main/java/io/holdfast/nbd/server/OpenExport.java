package io.holdfast.nbd.server;

import io.holdfast.nbd.transport.FramedInput;
import io.holdfast.nbd.transport.Transport;
import java.util.List;

/**
 * How a negotiation ended well.
 *
 * @param structuredReplies whether the client takes chunks
 * @param contexts that the client is told of in block status, in the order of their numbers, which
 *     begin at {@value #FIRST_CONTEXT}
 */
record OpenExport(
    Export export,
    Transport transport,
    FramedInput input,
    boolean structuredReplies,
    List<String> contexts) {

  /** Number of the first context of a connection. */
  static final int FIRST_CONTEXT = 1;

  OpenExport {
    contexts = List.copyOf(contexts);
  }
}
