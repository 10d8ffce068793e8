package io.holdfast.engine.run;

import io.holdfast.engine.chunk.ChunkGeometry;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.extent.DataRanges;
import io.holdfast.engine.extent.VolumeSource;
import io.holdfast.engine.record.ChunkIndex;
import io.holdfast.engine.record.ChunkLocation;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out about a segment before its chunks are read: where it has data, and which chunks it had
 * in the parent backup and where those are.
 */
final class BackupPlan {
  /** So many are sooner read than asked about: whole, holes and all. */
  private static final int FEW_CHUNKS = 64;

  private final VolumeSource source;
  private final ChunkGeometry geometry;
  private final ChunkIndex index;
  private final @Nullable ParentChunks parent;
  private final @Nullable UnchangedChunks unchanged;

  BackupPlan(
      VolumeSource source,
      ChunkGeometry geometry,
      ChunkIndex index,
      @Nullable ParentChunks parent,
      @Nullable UnchangedChunks unchanged) {
    this.source = source;
    this.geometry = geometry;
    this.index = index;
    this.parent = parent;
    this.unchanged = unchanged;
  }

  SegmentJob prepare(long ordinal) {
    ByteRange range = geometry.segment(ordinal);
    if (unchanged == null) {
      DataRanges data = dataIn(range);
      List<ChunkId> before = data.isEmpty() ? List.of() : parentChunks(ordinal);
      return new SegmentJob(ordinal, geometry, data, placesOf(before));
    }
    List<ChunkId> before = parentChunks(ordinal);
    Map<ChunkId, ChunkLocation> places = placesOf(before);
    BitSet same = before.isEmpty() ? new BitSet() : stillHeld(ordinal, before, places);
    boolean few = geometry.chunksIn(ordinal) - same.cardinality() <= FEW_CHUNKS;
    DataRanges data = few ? DataRanges.everything(range) : dataIn(range);
    SegmentJob job = new SegmentJob(ordinal, geometry, data, places);
    if (!data.isEmpty()) {
      takeOver(job, same, before, places);
    }
    return job;
  }

  private List<ChunkId> parentChunks(long ordinal) {
    return parent == null ? List.of() : parent.in(ordinal);
  }

  private DataRanges dataIn(ByteRange range) {
    return DataRanges.of(range, source.extents(range.offsetBytes(), range.lengthBytes()));
  }

  private Map<ChunkId, ChunkLocation> placesOf(List<ChunkId> chunks) {
    Set<ChunkId> ids = new LinkedHashSet<>(chunks);
    ids.remove(ChunkId.ZERO);
    return ids.isEmpty() ? Map.of() : index.find(ids);
  }

  /** The unchanged chunks of a segment; without those that the repository lost, which are read. */
  private BitSet stillHeld(long ordinal, List<ChunkId> before, Map<ChunkId, ChunkLocation> places) {
    BitSet held = Objects.requireNonNull(unchanged).in(ordinal);
    for (int chunk = held.nextSetBit(0); chunk >= 0; chunk = held.nextSetBit(chunk + 1)) {
      ChunkId id = before.get(chunk);
      held.set(chunk, id.isZero() || places.containsKey(id));
    }
    return held;
  }

  /** Takes the parent's chunks unread. */
  private static void takeOver(
      SegmentJob job, BitSet same, List<ChunkId> before, Map<ChunkId, ChunkLocation> places) {
    for (int chunk = same.nextSetBit(0); chunk >= 0; chunk = same.nextSetBit(chunk + 1)) {
      ChunkId id = before.get(chunk);
      if (id.isZero()) {
        job.zero(chunk);
      } else {
        job.known(chunk, id, Objects.requireNonNull(places.get(id)).pack());
      }
    }
  }
}
