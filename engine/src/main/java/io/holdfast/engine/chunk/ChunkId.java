package io.holdfast.engine.chunk;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Names a chunk, or a segment, by its content: 32 bytes of a keyed hash (HMAC-SHA-256), as four
 * big-endian longs. Chunks and segments are hashed with different keys, so that their ids never
 * meet.
 *
 * <p>{@link #ZERO} stands for zeros of whatever length, as a chunk, and for a segment of nothing
 * but those; nothing is stored for it.
 */
public record ChunkId(long a, long b, long c, long d) {
  public static final int BYTES = 32;
  public static final ChunkId ZERO = new ChunkId(0, 0, 0, 0);

  /** Takes the next 32 bytes of {@code from}. */
  public static ChunkId read(ByteBuffer from) {
    return new ChunkId(from.getLong(), from.getLong(), from.getLong(), from.getLong());
  }

  public static ChunkId of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a chunk id has 32 bytes, not " + bytes.length);
    }
    return read(ByteBuffer.wrap(bytes));
  }

  public static ChunkId parse(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }

  public boolean isZero() {
    return (a | b | c | d) == 0;
  }

  /** Puts 32 bytes into {@code to}, which is big-endian. */
  public void write(ByteBuffer to) {
    to.putLong(a).putLong(b).putLong(c).putLong(d);
  }

  public byte[] toBytes() {
    byte[] bytes = new byte[BYTES];
    write(ByteBuffer.wrap(bytes));
    return bytes;
  }

  @Override
  public int hashCode() {
    // The bits of a keyed hash are spread already.
    return (int) a;
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(toBytes());
  }
}
