package io.holdfast.engine.run;

import io.holdfast.engine.chunk.ChunkGeometry;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.extent.ChangeInformation;
import io.holdfast.engine.repository.Manifest;
import java.util.BitSet;

/**
 * Which chunks of a volume are the parent backup's, by what is known of changes. Each segment is
 * asked for once; the answers take a bit for each chunk.
 */
final class UnchangedChunks {
  /** Each may take the link's time. */
  private static final int QUESTIONS_AT_ONCE = 16;

  private final ChunkGeometry geometry;
  private final Manifest parent;
  private final ChangeInformation changes;
  private final RecentlyRead<Long, BitSet> segments;

  UnchangedChunks(ChunkGeometry geometry, Manifest parent, ChangeInformation changes) {
    this.geometry = geometry;
    this.parent = parent;
    this.changes = changes;
    this.segments = new RecentlyRead<>(geometry.segmentCount(), QUESTIONS_AT_ONCE);
  }

  ChunkGeometry geometry() {
    return geometry;
  }

  /** The information is wrong. */
  void refuted(ByteRange stretch) {
    changes.refuted(stretch);
  }

  /** The unchanged chunks of a segment; those that the parent has in another length are not. */
  BitSet in(long ordinal) {
    return (BitSet) segments.get(ordinal, this::ask).clone();
  }

  private BitSet ask(long ordinal) {
    BitSet unchanged = new BitSet();
    if (ordinal >= parent.segments().size()) {
      return unchanged;
    }
    ByteRange segment = geometry.segment(ordinal);
    var before = new ChunkGeometry(parent.sizeBytes(), parent.chunkBytes());
    int both = Math.min(geometry.chunksIn(ordinal), before.chunksIn(ordinal));
    for (int chunk = 0; chunk < both; chunk++) {
      unchanged.set(chunk, before.chunk(ordinal, chunk).equals(geometry.chunk(ordinal, chunk)));
    }
    for (ByteRange range : changes.changed(segment.offsetBytes(), segment.lengthBytes())) {
      long first = Math.max(range.offsetBytes() - segment.offsetBytes(), 0);
      long last = Math.min(range.endBytes(), segment.endBytes()) - 1 - segment.offsetBytes();
      if (first <= last) {
        unchanged.clear(
            (int) (first / geometry.chunkBytes()), (int) (last / geometry.chunkBytes()) + 1);
      }
    }
    return unchanged;
  }
}
