package io.holdfast.engine.pack;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The 32 bytes that every sealed object begins with. They carry the object's id, from which its key
 * is derived, so that an object under a wrong name is noticed without a key.
 */
public final class ObjectHeader {
  public static final int BYTES = 32;
  public static final int VERSION = 1;

  /** What kind of object follows; the numbers are part of the format. */
  public static final byte DATA_PACK = 1;

  public static final byte META_PACK = 2;
  public static final byte MANIFEST = 3;

  private static final int MAGIC = 0x48464f31; // HFO1

  private ObjectHeader() {}

  public static void write(ByteBuffer to, byte kind, PackId id) {
    int start = to.position();
    to.putInt(MAGIC).putShort((short) VERSION).put(kind).put((byte) 0);
    id.write(to);
    to.putInt(0);
    to.putInt(checksum(to, start, BYTES - 4));
  }

  /** Reads the 32 bytes of an object of one kind and returns its id. */
  public static PackId read(ByteBuffer from, byte kind) {
    int start = from.position();
    int checksum = checksum(from, start, BYTES - 4);
    if (from.getInt() != MAGIC || from.getInt(start + BYTES - 4) != checksum) {
      throw new BackupException(FailureKind.CORRUPT, "its header is damaged");
    }
    checkVersion(from.getShort());
    byte found = from.get();
    from.get();
    if (found != kind) {
      throw new BackupException(FailureKind.CORRUPT, "it is an object of another kind");
    }
    PackId id = PackId.read(from);
    from.position(start + BYTES);
    return id;
  }

  static void checkVersion(int version) {
    if (version != VERSION) {
      throw new BackupException(
          FailureKind.MISCONFIGURED,
          "it has format " + version + ", which this Holdfast does not know; use a newer one");
    }
  }

  static int checksum(ByteBuffer bytes, int start, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(start, length));
    return (int) crc.getValue();
  }
}
