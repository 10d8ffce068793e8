package io.holdfast.engine.chunk;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The ids of up to 1024 consecutive chunks. As bytes: 32 for each, one after the other, and nothing
 * else, so that equal stretches of volumes are equal segments.
 */
public record Segment(List<ChunkId> chunks) {
  private static final int MAX_BYTES = ChunkGeometry.CHUNKS_PER_SEGMENT * ChunkId.BYTES;

  public Segment {
    chunks = List.copyOf(chunks);
    if (chunks.isEmpty() || chunks.size() > ChunkGeometry.CHUNKS_PER_SEGMENT) {
      throw new IllegalArgumentException("a segment of " + chunks.size() + " chunks");
    }
  }

  /** A segment of nothing but zeros. */
  public static Segment zeros(int chunkCount) {
    ChunkId[] ids = new ChunkId[chunkCount];
    Arrays.fill(ids, ChunkId.ZERO);
    return new Segment(Arrays.asList(ids));
  }

  /** Reads what {@link #encode} gave, or throws a failure of kind {@code CORRUPT}. */
  public static Segment decode(byte[] bytes, int length) {
    if (length == 0 || length % ChunkId.BYTES != 0 || length > MAX_BYTES) {
      throw new BackupException(
          FailureKind.CORRUPT, "A segment cannot have " + length + " bytes, but one has.");
    }
    ByteBuffer from = ByteBuffer.wrap(bytes, 0, length);
    ChunkId[] ids = new ChunkId[length / ChunkId.BYTES];
    Arrays.setAll(ids, i -> ChunkId.read(from));
    return new Segment(Arrays.asList(ids));
  }

  public boolean isZero() {
    return chunks.stream().allMatch(ChunkId::isZero);
  }

  public byte[] encode() {
    ByteBuffer to = ByteBuffer.allocate(chunks.size() * ChunkId.BYTES);
    chunks.forEach(id -> id.write(to));
    return to.array();
  }
}
