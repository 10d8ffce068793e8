package io.holdfast.nbd.protocol;

import java.nio.ByteBuffer;

/**
 * What starts every request.
 *
 * @param flags {@link io.holdfast.nbd.CommandFlag} bits
 * @param command number of a {@link Command}, perhaps an unknown one
 * @param cookie chosen by the client, comes back in the replies
 * @param length unsigned 32 bits on the wire
 */
public record RequestHeader(int flags, int command, long cookie, long offset, long length) {
  public static final int BYTES = 28;
  private static final int MAGIC = 0x25609513;

  public void put(ByteBuffer to) {
    to.putInt(MAGIC);
    to.putShort((short) flags);
    to.putShort((short) command);
    to.putLong(cookie);
    to.putLong(offset);
    to.putInt((int) length);
  }

  public static RequestHeader get(ByteBuffer from) throws ProtocolViolation {
    int magic = from.getInt();
    if (magic != MAGIC) {
      throw new ProtocolViolation(
          "A request begins with 0x%08x, not with NBD's number".formatted(magic));
    }
    int flags = Short.toUnsignedInt(from.getShort());
    int command = Short.toUnsignedInt(from.getShort());
    long cookie = from.getLong();
    long offset = from.getLong();
    return new RequestHeader(flags, command, cookie, offset, Integer.toUnsignedLong(from.getInt()));
  }
}
