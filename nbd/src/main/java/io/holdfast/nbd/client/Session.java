package io.holdfast.nbd.client;

import io.holdfast.nbd.BlockSizes;
import io.holdfast.nbd.ExportFlags;
import io.holdfast.nbd.transport.FramedInput;
import io.holdfast.nbd.transport.Transport;
import java.util.Map;

/**
 * One connection that has been negotiated.
 *
 * @param input to read from; it may hold bytes already
 * @param structuredReplies whether reads are answered in chunks
 * @param contexts metadata contexts by name, with the numbers that the server gave them on this
 *     connection
 */
record Session(
    Transport transport,
    FramedInput input,
    long sizeBytes,
    ExportFlags flags,
    BlockSizes blockSizes,
    boolean structuredReplies,
    Map<String, Integer> contexts) {

  Session {
    contexts = Map.copyOf(contexts);
  }
}
