package io.holdfast.engine.run;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.chunk.ChunkGeometry;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.chunk.Segment;
import io.holdfast.engine.record.ChunkIndex;
import io.holdfast.engine.record.ChunkLocation;
import io.holdfast.engine.repository.Manifest;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out about a segment of a backup before its chunks are read: their ids and places. */
final class ReadPlan {
  private final Manifest manifest;
  private final ChunkGeometry geometry;
  private final ChunkIndex index;
  private final FrameReader frames;

  ReadPlan(Manifest manifest, ChunkIndex index, FrameReader frames) {
    this.manifest = manifest;
    this.geometry = new ChunkGeometry(manifest.sizeBytes(), manifest.chunkBytes());
    this.index = index;
    this.frames = frames;
  }

  /**
   * @param segment empty if it is damaged, and with it all of its range
   * @param places of its chunks; those that are lost are missing
   */
  record Planned(long ordinal, Optional<Segment> segment, Map<ChunkId, ChunkLocation> places) {}

  ChunkGeometry geometry() {
    return geometry;
  }

  Planned prepare(long ordinal) {
    ChunkId id = manifest.segments().get((int) ordinal);
    try {
      Segment segment = frames.readSegment(id, geometry.chunksIn(ordinal));
      Set<ChunkId> ids = new LinkedHashSet<>(segment.chunks());
      ids.remove(ChunkId.ZERO);
      return new Planned(ordinal, Optional.of(segment), places(ids));
    } catch (BackupException e) {
      if (e.kind() != FailureKind.CORRUPT) {
        throw e;
      }
      return new Planned(ordinal, Optional.empty(), Map.of());
    }
  }

  private Map<ChunkId, ChunkLocation> places(Set<ChunkId> ids) {
    Map<ChunkId, ChunkLocation> places = ids.isEmpty() ? Map.of() : index.find(ids);
    if (places.size() == ids.size()) {
      return places;
    }
    Map<ChunkId, ChunkLocation> all = new HashMap<>(places);
    for (ChunkId id : ids) {
      if (!places.containsKey(id)) {
        frames.mended(id).ifPresent(place -> all.put(id, place));
      }
    }
    return all;
  }
}
