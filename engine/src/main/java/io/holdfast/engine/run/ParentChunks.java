package io.holdfast.engine.run;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.chunk.ChunkGeometry;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.repository.Manifest;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chunks of the parent backup, segment by segment. The segments read last are remembered, as
 * change information is tried with the same ones that the backup needs then.
 */
final class ParentChunks {
  private static final Logger log = LoggerFactory.getLogger(ParentChunks.class);
  private static final int REMEMBERED = 16;

  private final Manifest manifest;
  private final ChunkGeometry geometry;
  private final FrameReader frames;
  private final RecentlyRead<Long, List<ChunkId>> segments =
      new RecentlyRead<>(REMEMBERED, REMEMBERED);

  ParentChunks(Manifest manifest, FrameReader frames) {
    this.manifest = manifest;
    this.geometry = new ChunkGeometry(manifest.sizeBytes(), manifest.chunkBytes());
    this.frames = frames;
  }

  /** The ids of a segment's chunks; none if there is no such segment, or it is not to be had. */
  List<ChunkId> in(long ordinal) {
    return ordinal < manifest.segments().size() ? segments.get(ordinal, this::read) : List.of();
  }

  private List<ChunkId> read(long ordinal) {
    ChunkId id = manifest.segments().get((int) ordinal);
    try {
      return frames.readSegment(id, geometry.chunksIn(ordinal)).chunks();
    } catch (BackupException e) {
      if (e.kind() != FailureKind.CORRUPT) {
        throw e;
      }
      // The parent is damaged, this backup need not be: every chunk is looked up by itself, and the
      // segment, which has left the index, is stored anew.
      log.warn("Segment {} of parent backup {} is unreadable", ordinal, manifest.id(), e);
      return List.of();
    }
  }
}
