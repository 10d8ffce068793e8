package io.holdfast.nbd.protocol;

import java.nio.ByteBuffer;

/**
 * What starts an option that a client sends.
 *
 * @param length of its payload, unsigned 32 bits on the wire
 */
public record OptionHeader(int option, long length) {
  public static final int BYTES = 16;

  public void put(ByteBuffer to) {
    to.putLong(Negotiation.OPTIONS);
    to.putInt(option);
    to.putInt((int) length);
  }

  public static OptionHeader get(ByteBuffer from) throws ProtocolViolation {
    long magic = from.getLong();
    if (magic != Negotiation.OPTIONS) {
      throw new ProtocolViolation(
          "An option begins with 0x%016x, not with NBD's number".formatted(magic));
    }
    int option = from.getInt();
    return new OptionHeader(option, Integer.toUnsignedLong(from.getInt()));
  }
}
