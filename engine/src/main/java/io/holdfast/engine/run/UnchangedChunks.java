package io.holdfast.engine.run;

import io.holdfast.engine.chunk.ChunkGeometry;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.extent.ChangeInformation;
import io.holdfast.engine.repository.Manifest;
import java.util.BitSet;

/** Which chunks of a volume are the parent backup's, by what is known of changes. */
record UnchangedChunks(ChunkGeometry geometry, Manifest parent, ChangeInformation changes) {

  /** The unchanged chunks of a segment; those that the parent has in another length are not. */
  BitSet in(long ordinal) {
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
