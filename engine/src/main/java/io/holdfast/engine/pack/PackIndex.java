package io.holdfast.engine.pack;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.seal.FrameCodec;
import io.holdfast.engine.seal.FrameKind;
import io.holdfast.engine.seal.ObjectKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads what a pack holds from its end. */
public final class PackIndex {
  /** How a pack is read here: at an offset, all of the buffer, or it throws {@code CORRUPT}. */
  @FunctionalInterface
  public interface Bytes {
    void read(long offsetBytes, ByteBuffer into);
  }

  private PackIndex() {}

  /**
   * The entries of the pack of this id.
   *
   * @param packBytes size of the object
   * @throws BackupException {@link FailureKind#CORRUPT} if the pack is not whole, or another one
   */
  public static List<PackEntry> read(
      PackId id, PackKind kind, long packBytes, ObjectKey key, FrameCodec codec, Bytes pack) {
    if (packBytes < ObjectHeader.BYTES + PackFormat.TRAILER_BYTES) {
      throw PackFormat.corrupt("it is cut short");
    }
    ByteBuffer header = ByteBuffer.allocate(ObjectHeader.BYTES);
    pack.read(0, header);
    PackId found = ObjectHeader.read(header.flip(), PackFormat.kindCode(kind));
    if (!found.equals(id)) {
      throw PackFormat.corrupt("it is really pack " + found + " under a wrong name");
    }
    ByteBuffer end = ByteBuffer.allocate(PackFormat.TRAILER_BYTES);
    pack.read(packBytes - PackFormat.TRAILER_BYTES, end);
    var trailer = PackFormat.readTrailer(end.flip(), id, kind, packBytes);
    byte[] frame = new byte[trailer.indexBytes()];
    pack.read(trailer.indexOffset(), ByteBuffer.wrap(frame));
    byte[] index = new byte[frame.length];
    int length =
        codec.open(
            key,
            FrameKind.INDEX,
            ByteBuffer.wrap(frame),
            trailer.indexOffset(),
            index.clone(),
            index);
    if (length != (long) trailer.frameCount() * PackFormat.ENTRY_BYTES) {
      throw PackFormat.corrupt("its index does not list as many frames as its trailer says");
    }
    return entries(ByteBuffer.wrap(index, 0, length), trailer);
  }

  private static List<PackEntry> entries(ByteBuffer index, PackFormat.Trailer trailer) {
    List<PackEntry> entries = new ArrayList<>(trailer.frameCount());
    int position = ObjectHeader.BYTES;
    for (int i = 0; i < trailer.frameCount(); i++) {
      var entry =
          new PackEntry(ChunkId.read(index), index.getInt(), index.getInt(), index.getInt());
      // Frames lie one behind the other, which leaves a damaged index no room to lie.
      if (entry.offsetBytes() != position
          || entry.storedBytes() <= 0
          || entry.storedBytes() > trailer.indexOffset() - position
          || entry.plainBytes() < 0
          || entry.plainBytes() > PackFormat.MAX_CONTENT_BYTES) {
        throw PackFormat.corrupt("its index does not fit its frames");
      }
      position += entry.storedBytes();
      entries.add(entry);
    }
    if (position != trailer.indexOffset()) {
      throw PackFormat.corrupt("its index does not fit its frames");
    }
    return entries;
  }
}
