package io.holdfast.nbd.protocol;

import java.nio.ByteBuffer;

/**
 * What starts a server's reply to an option.
 *
 * @param type one of {@link Negotiation.Reply}
 * @param length of its payload, unsigned 32 bits on the wire
 */
public record OptionReplyHeader(int option, int type, long length) {
  public static final int BYTES = 20;

  public void put(ByteBuffer to) {
    to.putLong(Negotiation.OPTION_REPLY);
    to.putInt(option);
    to.putInt(type);
    to.putInt((int) length);
  }

  public static OptionReplyHeader get(ByteBuffer from) throws ProtocolViolation {
    long magic = from.getLong();
    if (magic != Negotiation.OPTION_REPLY) {
      throw new ProtocolViolation(
          "A reply to an option begins with 0x%016x, not with NBD's number".formatted(magic));
    }
    int option = from.getInt();
    int type = from.getInt();
    return new OptionReplyHeader(option, type, Integer.toUnsignedLong(from.getInt()));
  }
}
