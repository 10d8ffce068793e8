package io.holdfast.engine.run;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.chunk.ChunkGeometry;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.extent.DataRanges;
import io.holdfast.engine.extent.VolumeSource;
import io.holdfast.engine.record.ChunkIndex;
import io.holdfast.engine.record.ChunkLocation;
import io.holdfast.engine.repository.Manifest;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out about a segment before its chunks are read: where it has data, and which chunks it had
 * in the parent backup and where those are.
 */
final class BackupPlan {
  private static final Logger log = LoggerFactory.getLogger(BackupPlan.class);

  private final VolumeSource source;
  private final ChunkGeometry geometry;
  private final ChunkIndex index;
  private final FrameReader frames;
  private final @Nullable Manifest parent;

  BackupPlan(
      VolumeSource source,
      ChunkGeometry geometry,
      ChunkIndex index,
      FrameReader frames,
      @Nullable Manifest parent) {
    this.source = source;
    this.geometry = geometry;
    this.index = index;
    this.frames = frames;
    this.parent = parent;
  }

  SegmentJob prepare(long ordinal) {
    ByteRange range = geometry.segment(ordinal);
    DataRanges data =
        DataRanges.of(range, source.extents(range.offsetBytes(), range.lengthBytes()));
    Map<ChunkId, ChunkLocation> hints = data.isEmpty() ? Map.of() : hints(ordinal);
    return new SegmentJob(ordinal, geometry, data, hints);
  }

  private Map<ChunkId, ChunkLocation> hints(long ordinal) {
    if (parent == null || ordinal >= parent.segments().size()) {
      return Map.of();
    }
    ChunkId segmentId = parent.segments().get((int) ordinal);
    var parentGeometry = new ChunkGeometry(parent.sizeBytes(), parent.chunkBytes());
    try {
      Set<ChunkId> ids =
          new LinkedHashSet<>(
              frames.readSegment(segmentId, parentGeometry.chunksIn(ordinal)).chunks());
      ids.remove(ChunkId.ZERO);
      return ids.isEmpty() ? Map.of() : index.find(ids);
    } catch (BackupException e) {
      if (e.kind() != FailureKind.CORRUPT) {
        throw e;
      }
      // The parent is damaged, this backup need not be: every chunk is looked up by itself.
      log.warn("Segment {} of parent backup {} is unreadable", ordinal, parent.id(), e);
      return Map.of();
    }
  }
}
