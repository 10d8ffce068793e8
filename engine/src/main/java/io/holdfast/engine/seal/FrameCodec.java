package io.holdfast.engine.seal;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.zip.CRC32C;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes frames of contents and contents of frames, on heap arrays, where AES-GCM is fastest. Holds
 * native memory and ciphers: for one thread at a time, and best kept by it.
 *
 * <p>What a seal covers besides the content ("associated data", 40 bytes): the object's id, the
 * frame's kind, its offset in the object, and its header.
 */
public final class FrameCodec implements AutoCloseable {
  private static final int ASSOCIATED_BYTES = 16 + 4 + 4 + FrameHeader.BYTES;
  private static final int NONCE_BYTES = 12;

  private final ZstdCompressCtx compressor = new ZstdCompressCtx();
  private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();
  private final Cipher cipher;
  private final CRC32C crc = new CRC32C();

  /**
   * @param compressionLevel of zstd, from 1
   */
  public FrameCodec(int compressionLevel) {
    compressor.setLevel(compressionLevel);
    try {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES/GCM", e);
    }
  }

  /** The most bytes that a frame of some content takes. */
  public static int maxFrameBytes(int plainBytes) {
    return FrameHeader.BYTES + plainBytes + Sealing.AES_256_GCM.tagBytes;
  }

  /** The room that {@link #compress} needs for its result. */
  public static int maxCompressedBytes(int plainBytes) {
    return (int) Zstd.compressBound(plainBytes);
  }

  /**
   * Compresses into {@code into}.
   *
   * @return the length there, or 0 if the content is better kept as it is: it would not shrink by a
   *     thirty-second, which is not worth the time to unpack it
   */
  public int compress(byte[] content, int length, byte[] into) {
    int compressed = compressor.compressByteArray(into, 0, into.length, content, 0, length);
    return compressed < length - length / 32 ? compressed : 0;
  }

  /** The size of a frame whose content takes {@code storedContentBytes}, compressed or not. */
  public static int frameBytes(ObjectKey key, int storedContentBytes) {
    return FrameHeader.BYTES + storedContentBytes + sealing(key).tagBytes;
  }

  /**
   * Writes a frame into an object.
   *
   * @param content as it is to be stored, compressed or not
   * @param object the object's bytes; the frame starts at {@code frameOffset}
   */
  public void seal(
      ObjectKey key, FrameKind kind, int ordinal, Content content, byte[] object, int frameOffset) {
    Sealing sealing = sealing(key);
    int payload = content.length + sealing.tagBytes;
    var header =
        new FrameHeader(content.compression, sealing, ordinal, content.plainBytes, payload);
    header.write(ByteBuffer.wrap(object, frameOffset, FrameHeader.BYTES));
    byte[] associated = associated(key, kind, frameOffset, header);
    int at = frameOffset + FrameHeader.BYTES;
    SecretKey secret = key.key().orElse(null);
    if (secret == null) {
      System.arraycopy(content.bytes, 0, object, at, content.length);
      ByteBuffer.wrap(object)
          .putInt(at + content.length, crc(associated, object, at, content.length));
      return;
    }
    try {
      start(Cipher.ENCRYPT_MODE, secret, ordinal, associated);
      cipher.doFinal(content.bytes, 0, content.length, object, at);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing a frame failed", e);
    }
  }

  /**
   * A content on its way into a frame.
   *
   * @param plainBytes its length before it was compressed
   */
  public record Content(byte[] bytes, int length, int plainBytes, Compression compression) {}

  /** What a frame's header says about the length of its content; not yet proven. */
  public static int plainBytes(byte[] frame) {
    if (frame.length < FrameHeader.BYTES) {
      throw corrupt("the frame is cut short", null);
    }
    return FrameHeader.read(ByteBuffer.wrap(frame, 0, FrameHeader.BYTES)).plainBytes();
  }

  /** Whether a frame could begin there; a quick look, for where few do. */
  public static boolean mayBegin(byte[] bytes, int at) {
    return FrameHeader.mayBegin(bytes, at);
  }

  /**
   * How long the frame is that a header says to begin here; not yet proven.
   *
   * @param bytes with the header from the position on
   * @throws BackupException {@link FailureKind#CORRUPT} if there is none
   */
  public static long frameBytes(ByteBuffer bytes) {
    if (bytes.remaining() < FrameHeader.BYTES) {
      throw corrupt("the frame is cut short", null);
    }
    return FrameHeader.BYTES + (long) FrameHeader.read(bytes.duplicate()).payloadBytes();
  }

  /**
   * Opens a frame.
   *
   * @param frame all that an array has from the position to the limit
   * @param frameOffset where it lay in its object
   * @param scratch room for the content before it is unpacked, as large as the frame
   * @param into room for the content
   * @return the content's length
   * @throws BackupException {@link FailureKind#CORRUPT} if this is not, to the bit, the frame that
   *     was sealed for this place
   */
  public int open(
      ObjectKey key,
      FrameKind kind,
      ByteBuffer frame,
      int frameOffset,
      byte[] scratch,
      byte[] into) {
    if (frame.remaining() < FrameHeader.BYTES) {
      throw corrupt("the frame is cut short", null);
    }
    FrameHeader header = FrameHeader.read(frame.duplicate());
    if (header.payloadBytes() != frame.remaining() - FrameHeader.BYTES) {
      throw corrupt("the frame's length is not the one expected", null);
    }
    if (header.plainBytes() > into.length || header.sealing() != sealing(key)) {
      throw corrupt("the frame's header is damaged", null);
    }
    byte[] associated = associated(key, kind, frameOffset, header);
    int stored = header.payloadBytes() - header.sealing().tagBytes;
    boolean packed = header.compression() == Compression.ZSTD;
    if (!packed && stored != header.plainBytes()) {
      throw corrupt("the frame's header is damaged", null);
    }
    unseal(key, header, associated, frame, packed ? scratch : into);
    return packed ? unpack(scratch, stored, into, header.plainBytes()) : stored;
  }

  private void unseal(
      ObjectKey key, FrameHeader header, byte[] associated, ByteBuffer frame, byte[] into) {
    byte[] array = frame.array();
    int payload = frame.arrayOffset() + frame.position() + FrameHeader.BYTES;
    SecretKey secret = key.key().orElse(null);
    if (secret == null) {
      int length = header.payloadBytes() - header.sealing().tagBytes;
      int expected = ByteBuffer.wrap(array).getInt(payload + length);
      if (crc(associated, array, payload, length) != expected) {
        throw corrupt("the frame fails its checksum", null);
      }
      System.arraycopy(array, payload, into, 0, length);
      return;
    }
    try {
      start(Cipher.DECRYPT_MODE, secret, header.ordinal(), associated);
      cipher.doFinal(array, payload, header.payloadBytes(), into, 0);
    } catch (AEADBadTagException e) {
      throw corrupt("the frame fails its seal", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("opening a frame failed", e);
    }
  }

  private int unpack(byte[] packed, int length, byte[] into, int plainBytes) {
    try {
      int unpacked = decompressor.decompressByteArray(into, 0, plainBytes, packed, 0, length);
      if (unpacked == plainBytes) {
        return unpacked;
      }
    } catch (ZstdException e) {
      throw corrupt("the frame's content cannot be unpacked", e);
    }
    throw corrupt("the frame's content is shorter than it says", null);
  }

  private void start(int mode, SecretKey secret, int ordinal, byte[] associated)
      throws GeneralSecurityException {
    byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putLong(0).putInt(ordinal).array();
    cipher.init(
        mode, secret, new GCMParameterSpec(Byte.SIZE * Sealing.AES_256_GCM.tagBytes, nonce));
    cipher.updateAAD(associated);
  }

  private int crc(byte[] associated, byte[] bytes, int offset, int length) {
    crc.reset();
    crc.update(associated);
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  private static byte[] associated(
      ObjectKey key, FrameKind kind, int frameOffset, FrameHeader header) {
    ByteBuffer associated = ByteBuffer.allocate(ASSOCIATED_BYTES);
    associated.putLong(key.idHigh).putLong(key.idLow).putInt(kind.code).putInt(frameOffset);
    header.write(associated);
    return associated.array();
  }

  private static Sealing sealing(ObjectKey key) {
    return key.key().isPresent() ? Sealing.AES_256_GCM : Sealing.CRC32C;
  }

  private static BackupException corrupt(String message, @Nullable Throwable cause) {
    return new BackupException(FailureKind.CORRUPT, message, cause);
  }

  @Override
  public void close() {
    compressor.close();
    decompressor.close();
  }
}
