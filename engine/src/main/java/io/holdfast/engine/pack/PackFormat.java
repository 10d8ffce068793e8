package io.holdfast.engine.pack;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import java.nio.ByteBuffer;

/** The sizes of a pack's parts, and the 48 bytes behind its index that say where the index is. */
public final class PackFormat {
  /** No pack is larger. */
  public static final int MAX_PACK_BYTES = 64 * 1024 * 1024;

  /** No frame's content is larger when opened. */
  public static final int MAX_CONTENT_BYTES = MAX_PACK_BYTES / 4;

  public static final int TRAILER_BYTES = 48;

  /** One line of the index: id, offset, stored and plain length. */
  static final int ENTRY_BYTES = 32 + 3 * 4;

  private static final int TRAILER_MAGIC = 0x48465431; // HFT1

  private PackFormat() {}

  /**
   * @param indexOffset of the index frame from the pack's start
   * @param indexBytes of the whole index frame
   */
  record Trailer(PackId id, PackKind kind, int frameCount, int indexOffset, int indexBytes) {
    int packBytes() {
      return indexOffset + indexBytes + TRAILER_BYTES;
    }
  }

  static byte kindCode(PackKind kind) {
    return switch (kind) {
      case DATA -> ObjectHeader.DATA_PACK;
      case META -> ObjectHeader.META_PACK;
    };
  }

  static void writeTrailer(ByteBuffer to, Trailer trailer) {
    int start = to.position();
    to.putInt(TRAILER_MAGIC).putShort((short) ObjectHeader.VERSION);
    to.put(kindCode(trailer.kind)).put((byte) 0);
    trailer.id.write(to);
    to.putInt(trailer.frameCount).putInt(trailer.indexOffset).putInt(trailer.indexBytes);
    to.putInt(trailer.packBytes()).putInt(0);
    to.putInt(ObjectHeader.checksum(to, start, TRAILER_BYTES - 4));
  }

  /** Reads 48 bytes; whatever it returns fits into a pack of {@code packBytes}. */
  static Trailer readTrailer(ByteBuffer from, PackId id, PackKind kind, long packBytes) {
    int start = from.position();
    int checksum = ObjectHeader.checksum(from, start, TRAILER_BYTES - 4);
    if (from.getInt() != TRAILER_MAGIC || from.getInt(start + TRAILER_BYTES - 4) != checksum) {
      throw corrupt("its end is damaged or cut off");
    }
    ObjectHeader.checkVersion(from.getShort());
    byte kindCode = from.get();
    from.get();
    PackId found = PackId.read(from);
    var trailer = new Trailer(found, kind, from.getInt(), from.getInt(), from.getInt());
    if (!found.equals(id) || kindCode != kindCode(kind)) {
      throw corrupt("it is really pack " + found + " under a wrong name");
    }
    if (packBytes > MAX_PACK_BYTES
        || trailer.frameCount < 0
        || trailer.indexOffset < ObjectHeader.BYTES
        || trailer.indexBytes < 0
        || from.getInt() != packBytes
        || (long) trailer.indexOffset + trailer.indexBytes + TRAILER_BYTES != packBytes) {
      throw corrupt("its length is not the one it was written with");
    }
    return trailer;
  }

  static BackupException corrupt(String message) {
    return new BackupException(FailureKind.CORRUPT, message);
  }
}
