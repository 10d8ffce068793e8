package io.holdfast.nbd.client;

import io.holdfast.nbd.BlockSizes;
import io.holdfast.nbd.ExportFlags;
import io.holdfast.nbd.client.OptionExchange.OptionReply;
import io.holdfast.nbd.protocol.Negotiation.Info;
import io.holdfast.nbd.protocol.Negotiation.Reply;
import io.holdfast.nbd.protocol.Payload;
import io.holdfast.nbd.protocol.ProtocolViolation;
import java.nio.ByteBuffer;

/** What a server says of an export in its answers to GO. */
final class ExportFacts {
  private long sizeBytes = -1;
  private ExportFlags flags = new ExportFlags(0);
  private BlockSizes blockSizes = BlockSizes.UNSTATED;

  void take(OptionReply reply) throws ProtocolViolation {
    if (reply.type() != Reply.INFO) {
      throw new ProtocolViolation("The server answers GO with reply %d".formatted(reply.type()));
    }
    ByteBuffer payload = reply.payload();
    Payload.need(payload, Short.BYTES);
    switch (payload.getShort()) {
      case Info.EXPORT -> {
        Payload.need(payload, Long.BYTES + Short.BYTES);
        sizeBytes = checkedSize(payload.getLong());
        flags = new ExportFlags(payload.getShort());
      }
      case Info.BLOCK_SIZE -> {
        Payload.need(payload, 3 * Integer.BYTES);
        blockSizes = checkedSizes(payload.getInt(), payload.getInt(), payload.getInt());
      }
      default -> {
        // Names and descriptions are of no use here, and what is unknown may be ignored.
      }
    }
  }

  static long checkedSize(long sizeBytes) throws ProtocolViolation {
    if (sizeBytes < 0)
      throw new ProtocolViolation("The server says that the export is longer than 8 EiB");
    return sizeBytes;
  }

  /**
   * The maximum may be "any" (all bits set); no server takes more than the customary 32 MiB for
   * sure.
   */
  private static BlockSizes checkedSizes(int minimum, int preferred, int maximum)
      throws ProtocolViolation {
    long customary = BlockSizes.UNSTATED.maximum();
    int capped = (int) Math.min(Integer.toUnsignedLong(maximum), customary);
    int wish = (int) Math.min(Integer.toUnsignedLong(preferred), customary);
    try {
      return new BlockSizes(minimum, wish, capped - capped % Math.max(1, minimum));
    } catch (IllegalArgumentException e) {
      throw new ProtocolViolation("The server's block sizes make no sense: " + e.getMessage());
    }
  }

  long sizeBytes() throws ProtocolViolation {
    if (sizeBytes < 0)
      throw new ProtocolViolation("The server opened the export without saying its size");
    return sizeBytes;
  }

  ExportFlags flags() {
    return flags;
  }

  BlockSizes blockSizes() {
    return blockSizes;
  }
}
