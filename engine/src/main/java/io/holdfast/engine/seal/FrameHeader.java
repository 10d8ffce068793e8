package io.holdfast.engine.seal;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import java.nio.ByteBuffer;

/**
 * The 16 bytes before a frame's payload, in clear and bound into its seal.
 *
 * @param ordinal place among the frames of its object, which is also its nonce
 * @param plainBytes of the content when opened
 * @param payloadBytes that follow the header: the content as stored, and the tag
 */
public record FrameHeader(
    Compression compression, Sealing sealing, int ordinal, int plainBytes, int payloadBytes) {
  public static final int BYTES = 16;
  private static final short MARKER = 0x4846; // HF

  /** Whether the two bytes that every header begins with lie there. */
  static boolean mayBegin(byte[] bytes, int at) {
    return at + BYTES <= bytes.length
        && bytes[at] == (byte) (MARKER >> Byte.SIZE)
        && bytes[at + 1] == (byte) MARKER;
  }

  void write(ByteBuffer to) {
    to.putShort(MARKER).put(compression.code).put(sealing.code);
    to.putInt(ordinal).putInt(plainBytes).putInt(payloadBytes);
  }

  /** Takes 16 bytes of {@code from}, or throws a failure of kind {@code CORRUPT}. */
  static FrameHeader read(ByteBuffer from) {
    short marker = from.getShort();
    byte compression = from.get();
    byte sealing = from.get();
    var header =
        new FrameHeader(
            compression == Compression.ZSTD.code ? Compression.ZSTD : Compression.NONE,
            sealing == Sealing.AES_256_GCM.code ? Sealing.AES_256_GCM : Sealing.CRC32C,
            from.getInt(),
            from.getInt(),
            from.getInt());
    if (marker != MARKER
        || compression != header.compression.code
        || sealing != header.sealing.code
        || header.ordinal < 0
        || header.plainBytes < 0
        || header.payloadBytes < header.sealing.tagBytes) {
      throw new BackupException(FailureKind.CORRUPT, "no frame header where one should be");
    }
    return header;
  }
}
