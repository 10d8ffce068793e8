package io.holdfast.engine.run;

import io.holdfast.engine.chunk.ChunkGeometry;
import io.holdfast.engine.extent.ByteRange;
import java.util.List;

/** Starts the chunks of a segment, each with a buffer of its own; the buffers set the pace. */
final class SegmentFeeder {
  /** Holes smaller than this are read along with what is around them. */
  private static final int GRANULARITY_BYTES = 64 * 1024;

  private final RunScope scope;
  private final ChunkGeometry geometry;
  private final BufferPool buffers;
  private final ChunkWriter writer;
  private final ProgressMeter meter;

  SegmentFeeder(
      RunScope scope,
      ChunkGeometry geometry,
      BufferPool buffers,
      ChunkWriter writer,
      ProgressMeter meter) {
    this.scope = scope;
    this.geometry = geometry;
    this.buffers = buffers;
    this.writer = writer;
    this.meter = meter;
  }

  /** Starts all chunks of a segment for the first time. */
  void feed(SegmentJob job) throws InterruptedException {
    if (job.data().isEmpty()) {
      job.allZero();
      meter.done(job.range().lengthBytes());
      return;
    }
    for (int chunk = 0; chunk < job.chunkCount(); chunk++) {
      if (job.has(chunk)) {
        meter.done(geometry.chunk(job.ordinal(), chunk).lengthBytes());
      }
    }
    feed(job, meter::done);
  }

  /** Starts those chunks again whose packs were lost; they do not count as progress twice. */
  void feedAgain(SegmentJob job) throws InterruptedException {
    feed(job, bytes -> {});
  }

  private interface Counter {
    void done(long bytes);
  }

  private void feed(SegmentJob job, Counter counter) throws InterruptedException {
    int granularity = Math.min(GRANULARITY_BYTES, geometry.chunkBytes());
    // A chunk that is done in between must not be taken for one that was never to be done.
    boolean[] done = new boolean[job.chunkCount()];
    for (int chunk = 0; chunk < done.length; chunk++) {
      done[chunk] = job.has(chunk);
    }
    for (int chunk = 0; chunk < done.length; chunk++) {
      if (!done[chunk]) {
        ByteRange range = geometry.chunk(job.ordinal(), chunk);
        List<ByteRange> data = job.data().within(range, granularity);
        if (data.isEmpty()) {
          job.zero(chunk);
          counter.done(range.lengthBytes());
        } else {
          start(job, chunk, range, data, counter);
        }
      }
    }
  }

  private void start(
      SegmentJob job, int chunk, ByteRange range, List<ByteRange> data, Counter counter)
      throws InterruptedException {
    byte[] buffer = buffers.take();
    scope.fork(() -> {
      writer.write(job, chunk, range, data, buffer);
      counter.done(range.lengthBytes());
    });
  }
}
