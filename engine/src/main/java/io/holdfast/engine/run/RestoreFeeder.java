package io.holdfast.engine.run;

import io.holdfast.engine.chunk.ChunkGeometry;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.extent.DataRanges;
import io.holdfast.engine.extent.VolumeTarget;
import io.holdfast.engine.run.ReadPlan.Planned;
import java.util.List;

/** Starts the chunks of a segment that is being restored; the buffers set the pace. */
final class RestoreFeeder {
  private final RunScope scope;
  private final ChunkGeometry geometry;
  private final ChunkRestorer chunks;
  private final VolumeTarget target;
  private final RestoreMode mode;

  RestoreFeeder(
      RunScope scope,
      ChunkGeometry geometry,
      ChunkRestorer chunks,
      VolumeTarget target,
      RestoreMode mode) {
    this.scope = scope;
    this.geometry = geometry;
    this.chunks = chunks;
    this.target = target;
    this.mode = mode;
  }

  /** Starts everything that {@code done} then waits for. */
  void feed(Planned planned, Countdown done) throws InterruptedException {
    ByteRange all = geometry.segment(planned.ordinal());
    if (planned.segment().isEmpty()) {
      done.fork(scope, () -> chunks.lose(all));
    } else {
      feed(planned, planned.segment().get().chunks(), done);
    }
    done.end();
  }

  private void feed(Planned planned, List<ChunkId> ids, Countdown done)
      throws InterruptedException {
    for (int chunk = 0; chunk < ids.size(); ) {
      ByteRange range = geometry.chunk(planned.ordinal(), chunk);
      ChunkId id = ids.get(chunk);
      if (id.isZero()) {
        int end = endOfZeros(ids, chunk);
        long zeroEnd = geometry.chunk(planned.ordinal(), end - 1).endBytes();
        feedZeros(
            planned.ordinal(),
            new ByteRange(range.offsetBytes(), zeroEnd - range.offsetBytes()),
            done);
        chunk = end;
      } else {
        byte[] buffer = chunks.takeBuffer();
        done.fork(scope, () -> chunks.restore(range, id, planned.places().get(id), buffer));
        chunk++;
      }
    }
  }

  private static int endOfZeros(List<ChunkId> ids, int start) {
    int end = start;
    while (end < ids.size() && ids.get(end).isZero()) {
      end++;
    }
    return end;
  }

  private void feedZeros(long ordinal, ByteRange zeros, Countdown done)
      throws InterruptedException {
    if (mode != RestoreMode.DIFFERENCES) {
      done.fork(scope, () -> chunks.zero(zeros));
      return;
    }
    DataRanges data =
        DataRanges.of(zeros, target.extents(zeros.offsetBytes(), zeros.lengthBytes()));
    long first = zeros.offsetBytes() / geometry.chunkBytes();
    long last = (zeros.endBytes() - 1) / geometry.chunkBytes();
    for (long chunk = first; chunk <= last; chunk++) {
      int inSegment = (int) (chunk - ordinal * ChunkGeometry.CHUNKS_PER_SEGMENT);
      ByteRange range = geometry.chunk(ordinal, inSegment);
      if (data.within(range, 1).isEmpty()) {
        chunks.alreadyZero(range);
      } else {
        byte[] buffer = chunks.takeBuffer();
        done.fork(scope, () -> chunks.zeroIfNeeded(range, buffer));
      }
    }
  }
}
