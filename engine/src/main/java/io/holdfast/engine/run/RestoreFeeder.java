package io.holdfast.engine.run;

import io.holdfast.engine.chunk.ChunkGeometry;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.extent.DataRanges;
import io.holdfast.engine.extent.VolumeTarget;
import io.holdfast.engine.record.ChunkLocation;
import io.holdfast.engine.run.ReadPlan.Planned;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Starts the chunks of a segment that is being restored; the buffers set the pace. */
final class RestoreFeeder {
  private final RunScope scope;
  private final ReadPlan plan;
  private final ChunkGeometry geometry;
  private final ChunkRestorer chunks;
  private final VolumeTarget target;
  private final RestoreMode mode;

  RestoreFeeder(
      RunScope scope, ReadPlan plan, ChunkRestorer chunks, VolumeTarget target, RestoreMode mode) {
    this.scope = scope;
    this.plan = plan;
    this.geometry = plan.geometry();
    this.chunks = chunks;
    this.target = target;
    this.mode = mode;
  }

  /**
   * What is known of a segment before it is restored.
   *
   * @param held where the target has data; null if that makes no difference
   */
  record Prepared(Planned planned, @Nullable DataRanges held) {}

  /** Asks all that a segment needs at once, as each question may take the link's time. */
  Prepared prepare(long ordinal) {
    Planned planned = plan.prepare(ordinal);
    boolean zeros =
        planned.segment().stream().anyMatch(segment -> segment.chunks().contains(ChunkId.ZERO));
    return new Prepared(planned, zeros ? held(geometry.segment(ordinal)) : null);
  }

  private @Nullable DataRanges held(ByteRange range) {
    return mode == RestoreMode.DIFFERENCES
        ? DataRanges.of(range, target.extents(range.offsetBytes(), range.lengthBytes()))
        : null;
  }

  /**
   * What the target has behind the backup's end, from this position on, in pieces as large as
   * segments.
   */
  Iterable<ByteRange> behindTheBackup(long positionBytes) {
    long piece = geometry.segmentBytes();
    return () ->
        LongStream.iterate(
                Math.max(positionBytes, geometry.sizeBytes()),
                at -> at < target.sizeBytes(),
                at -> at + piece)
            .mapToObj(at -> new ByteRange(at, Math.min(piece, target.sizeBytes() - at)))
            .iterator();
  }

  /** Starts making such a piece zeros; {@code done} then waits for it. */
  void feedZeros(ByteRange piece, Countdown done) throws InterruptedException {
    feedZeros(piece, held(piece), done);
    done.end();
  }

  /** Starts everything that {@code done} then waits for. */
  void feed(Prepared prepared, Countdown done) throws InterruptedException {
    Planned planned = prepared.planned();
    ByteRange all = geometry.segment(planned.ordinal());
    if (planned.segment().isEmpty()) {
      done.fork(scope, () -> chunks.lose(all));
    } else {
      feed(prepared, planned.segment().get().chunks(), done);
    }
    done.end();
  }

  private void feed(Prepared prepared, List<ChunkId> ids, Countdown done)
      throws InterruptedException {
    Planned planned = prepared.planned();
    List<PlacedChunk> placed = new ArrayList<>();
    for (int chunk = 0; chunk < ids.size(); ) {
      ByteRange range = geometry.chunk(planned.ordinal(), chunk);
      ChunkId id = ids.get(chunk);
      if (id.isZero()) {
        int end = endOfZeros(ids, chunk);
        long zeroEnd = geometry.chunk(planned.ordinal(), end - 1).endBytes();
        feedZeros(
            new ByteRange(range.offsetBytes(), zeroEnd - range.offsetBytes()),
            prepared.held(),
            done);
        chunk = end;
      } else {
        ChunkLocation place = planned.places().get(id);
        if (place == null) {
          done.fork(scope, () -> chunks.lose(range));
        } else {
          placed.add(new PlacedChunk(range, id, place));
        }
        chunk++;
      }
    }
    feed(placed, done);
  }

  private void feed(List<PlacedChunk> placed, Countdown done) throws InterruptedException {
    Consumer<RunScope.Work> fork = work -> done.fork(scope, work);
    if (mode == RestoreMode.DIFFERENCES) {
      for (PlacedChunk chunk : placed) {
        byte[] buffer = chunks.takeBuffer();
        fork.accept(() -> chunks.restoreIfDifferent(chunk, buffer, fork));
      }
    } else {
      for (List<PlacedChunk> together : chunks.together(placed)) {
        byte[] frames = chunks.takeFrames();
        fork.accept(() -> chunks.restore(together, frames, fork));
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

  private void feedZeros(ByteRange zeros, @Nullable DataRanges held, Countdown done)
      throws InterruptedException {
    if (held == null) {
      done.fork(scope, () -> chunks.zero(zeros));
      return;
    }
    int chunkBytes = geometry.chunkBytes();
    for (long at = zeros.offsetBytes(); at < zeros.endBytes(); at += chunkBytes) {
      ByteRange range = new ByteRange(at, Math.min(chunkBytes, zeros.endBytes() - at));
      if (held.within(range, 1).isEmpty()) {
        chunks.alreadyZero(range);
      } else {
        byte[] buffer = chunks.takeBuffer();
        done.fork(scope, () -> chunks.zeroIfNeeded(range, buffer));
      }
    }
  }
}
