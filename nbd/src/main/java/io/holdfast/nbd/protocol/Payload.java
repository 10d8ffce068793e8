package io.holdfast.nbd.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Pieces of option payloads. */
public final class Payload {
  private Payload() {}

  /** UTF-8 of a string that NBD can carry. */
  public static byte[] utf8(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > Negotiation.MAX_STRING_BYTES) {
      throw new IllegalArgumentException(
          "NBD carries strings of up to %d bytes, not of %d"
              .formatted(Negotiation.MAX_STRING_BYTES, bytes.length));
    }
    return bytes;
  }

  /** A 32 bit length and as many bytes of UTF-8. */
  public static void putString(ByteBuffer to, byte[] utf8) {
    to.putInt(utf8.length);
    to.put(utf8);
  }

  /** The reverse of {@link #putString}. */
  public static String getString(ByteBuffer from) throws ProtocolViolation {
    need(from, Integer.BYTES);
    return getText(from, from.getInt());
  }

  /** The rest of the payload as a string. */
  public static String getRest(ByteBuffer from) throws ProtocolViolation {
    return getText(from, from.remaining());
  }

  /** Fails unless so many bytes are left. */
  public static void need(ByteBuffer from, int bytes) throws ProtocolViolation {
    if (bytes < 0 || from.remaining() < bytes) {
      throw new ProtocolViolation(
          "A payload ends %d bytes too early"
              .formatted(Integer.toUnsignedLong(bytes) - from.remaining()));
    }
  }

  /** Fails when bytes are left. */
  public static void needEnd(ByteBuffer from) throws ProtocolViolation {
    if (from.hasRemaining()) {
      throw new ProtocolViolation("A payload is %d bytes too long".formatted(from.remaining()));
    }
  }

  private static String getText(ByteBuffer from, int bytes) throws ProtocolViolation {
    need(from, bytes);
    if (bytes > Negotiation.MAX_STRING_BYTES) {
      throw new ProtocolViolation(
          "A string of %d bytes is longer than NBD allows".formatted(bytes));
    }
    ByteBuffer text = from.slice(from.position(), bytes);
    from.position(from.position() + bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
    } catch (CharacterCodingException e) {
      throw new ProtocolViolation("A string is not UTF-8");
    }
  }
}
