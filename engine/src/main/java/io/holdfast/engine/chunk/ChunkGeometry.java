package io.holdfast.engine.chunk;

import io.holdfast.engine.extent.ByteRange;

/**
 * How a volume of one size falls into chunks and segments. The last chunk is as short as the volume
 * makes it.
 *
 * @param sizeBytes of the volume; may be 0
 * @param chunkBytes a power of two
 */
public record ChunkGeometry(long sizeBytes, int chunkBytes) {
  public static final int CHUNKS_PER_SEGMENT = 1024;

  public ChunkGeometry {
    if (sizeBytes < 0 || chunkBytes <= 0) {
      throw new IllegalArgumentException(
          "no such volume: " + sizeBytes + " bytes in chunks of " + chunkBytes);
    }
  }

  public long segmentBytes() {
    return (long) chunkBytes * CHUNKS_PER_SEGMENT;
  }

  public int segmentCount() {
    return Math.toIntExact(Math.ceilDiv(sizeBytes, segmentBytes()));
  }

  public long chunkCount() {
    return Math.ceilDiv(sizeBytes, (long) chunkBytes);
  }

  /** The bytes of the volume that a segment covers. */
  public ByteRange segment(long ordinal) {
    long offset = ordinal * segmentBytes();
    return new ByteRange(offset, Math.min(segmentBytes(), sizeBytes - offset));
  }

  public int chunksIn(long segmentOrdinal) {
    return (int) Math.ceilDiv(segment(segmentOrdinal).lengthBytes(), (long) chunkBytes);
  }

  /** The bytes of the volume that one chunk of a segment covers. */
  public ByteRange chunk(long segmentOrdinal, int chunkInSegment) {
    long offset = segmentOrdinal * segmentBytes() + (long) chunkInSegment * chunkBytes;
    return new ByteRange(offset, Math.min(chunkBytes, sizeBytes - offset));
  }
}
