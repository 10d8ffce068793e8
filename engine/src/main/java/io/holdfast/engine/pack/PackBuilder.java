package io.holdfast.engine.pack;

import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.seal.Compression;
import io.holdfast.engine.seal.FrameCodec;
import io.holdfast.engine.seal.FrameCodec.Content;
import io.holdfast.engine.seal.FrameKind;
import io.holdfast.engine.seal.ObjectKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pack that is being filled, in one array. Places are handed out one after the other; the frames
 * themselves are then sealed into their places by many threads at once. Whoever got places must
 * have filled them all before {@link #finish}.
 *
 * <p>The lock guards the list of entries and the position.
 */
public final class PackBuilder {
  private final PackId id;
  private final PackKind kind;
  private final ObjectKey key;
  private final byte[] bytes;
  private final List<PackEntry> entries = new ArrayList<>();
  private int position = ObjectHeader.BYTES;

  /**
   * @param key derived for {@code id}
   * @param bytes room for the pack, at most {@link PackFormat#MAX_PACK_BYTES}
   */
  public PackBuilder(PackId id, PackKind kind, ObjectKey key, byte[] bytes) {
    if (bytes.length > PackFormat.MAX_PACK_BYTES) {
      throw new IllegalArgumentException("a pack of " + bytes.length + " bytes");
    }
    this.id = id;
    this.kind = kind;
    this.key = key;
    this.bytes = bytes;
    ObjectHeader.write(ByteBuffer.wrap(bytes), PackFormat.kindCode(kind), id);
  }

  public PackId id() {
    return id;
  }

  public PackKind kind() {
    return kind;
  }

  /** The size of an array that holds one frame of any content up to {@code plainBytes}. */
  public static int minPackBytes(int plainBytes) {
    return ObjectHeader.BYTES
        + FrameCodec.maxFrameBytes(plainBytes)
        + FrameCodec.maxFrameBytes(PackFormat.ENTRY_BYTES)
        + PackFormat.TRAILER_BYTES;
  }

  /**
   * A place for a frame, or empty if the pack has no room for it.
   *
   * @param storedContentBytes of the content as it will be stored
   * @param plainBytes of the content when opened
   */
  public synchronized Optional<Place> reserve(
      ChunkId chunk, int storedContentBytes, int plainBytes) {
    int frameBytes = FrameCodec.frameBytes(key, storedContentBytes);
    int index = FrameCodec.maxFrameBytes((entries.size() + 1) * PackFormat.ENTRY_BYTES);
    if ((long) position + frameBytes + index + PackFormat.TRAILER_BYTES > bytes.length) {
      return Optional.empty();
    }
    var place = new Place(entries.size(), position);
    entries.add(new PackEntry(chunk, position, frameBytes, plainBytes));
    position += frameBytes;
    return Optional.of(place);
  }

  /** Where a frame goes. */
  public record Place(int ordinal, int offsetBytes) {}

  /** Seals a content into its place. */
  public void seal(FrameCodec codec, Place place, Content content) {
    FrameKind frameKind = kind == PackKind.DATA ? FrameKind.CHUNK : FrameKind.SEGMENT;
    codec.seal(key, frameKind, place.ordinal, content, bytes, place.offsetBytes);
  }

  public synchronized List<PackEntry> entries() {
    return List.copyOf(entries);
  }

  /** Writes the index and the trailer, and returns the whole pack. */
  public synchronized ByteBuffer finish(FrameCodec codec) {
    ByteBuffer index = ByteBuffer.allocate(entries.size() * PackFormat.ENTRY_BYTES);
    for (PackEntry entry : entries) {
      entry.id().write(index);
      index.putInt(entry.offsetBytes()).putInt(entry.storedBytes()).putInt(entry.plainBytes());
    }
    byte[] plain = index.array();
    var content = new Content(plain, plain.length, plain.length, Compression.NONE);
    codec.seal(key, FrameKind.INDEX, entries.size(), content, bytes, position);
    int indexBytes = FrameCodec.frameBytes(key, plain.length);
    var trailer = new PackFormat.Trailer(id, kind, entries.size(), position, indexBytes);
    ByteBuffer end = ByteBuffer.wrap(bytes, position + indexBytes, PackFormat.TRAILER_BYTES);
    PackFormat.writeTrailer(end, trailer);
    return ByteBuffer.wrap(bytes, 0, trailer.packBytes()).slice();
  }
}
