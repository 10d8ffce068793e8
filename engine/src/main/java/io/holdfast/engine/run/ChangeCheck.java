package io.holdfast.engine.run;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.chunk.ChunkGeometry;
import io.holdfast.engine.chunk.ChunkHasher;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.chunk.Segment;
import io.holdfast.engine.chunk.ZeroTest;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.extent.VolumeSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/**
 * Tries change information before it is used: reads a random sample of the chunks that are said to
 * be unchanged, other ones each time, and compares them with the parent's. Cannot prove the
 * information right; but a tracker that misses writes does not stay unnoticed for long.
 */
final class ChangeCheck {
  /** One of so many chunks is read, */
  private static final int ONE_OF = 256;

  /** and at least so many, if there are. */
  private static final int AT_LEAST = 16;

  private final RunScope scope;
  private final VolumeSource source;
  private final FrameReader frames;
  private final BufferPool buffers;
  private final RunContext context;
  private final Workbench.Pool benches;
  private final RandomGenerator random;

  ChangeCheck(
      RunScope scope,
      VolumeSource source,
      FrameReader frames,
      BufferPool buffers,
      RunContext context,
      Workbench.Pool benches,
      RandomGenerator random) {
    this.scope = scope;
    this.source = source;
    this.frames = frames;
    this.buffers = buffers;
    this.context = context;
    this.benches = benches;
    this.random = random;
  }

  /** A stretch that was said to be unchanged and is not; empty if the sample has none. */
  Optional<ByteRange> refutation(UnchangedChunks unchanged) throws InterruptedException {
    int[] counts = new int[unchanged.geometry().segmentCount()];
    long total = 0;
    for (int ordinal = 0; ordinal < counts.length; ordinal++) {
      counts[ordinal] = unchanged.in(ordinal).cardinality();
      total += counts[ordinal];
    }
    var wrong = new AtomicReference<Optional<ByteRange>>(Optional.empty());
    var all = new Countdown();
    TreeSet<Long> sample = sample(total);
    long before = 0;
    for (int ordinal = 0; ordinal < counts.length && wrong.get().isEmpty(); ordinal++) {
      List<Integer> positions = new ArrayList<>();
      for (long chosen : sample.subSet(before, before + counts[ordinal])) {
        positions.add((int) (chosen - before));
      }
      before += counts[ordinal];
      if (!positions.isEmpty()) {
        check(unchanged, ordinal, positions, all, wrong);
      }
    }
    all.end();
    all.await();
    return wrong.get();
  }

  private TreeSet<Long> sample(long total) {
    long wanted = Math.min(total, Math.max(AT_LEAST, total / ONE_OF));
    TreeSet<Long> sample = new TreeSet<>();
    while (sample.size() < wanted) {
      sample.add(random.nextLong(total));
    }
    return sample;
  }

  private void check(
      UnchangedChunks unchanged,
      long ordinal,
      List<Integer> positions,
      Countdown all,
      AtomicReference<Optional<ByteRange>> wrong)
      throws InterruptedException {
    List<ChunkId> ids;
    try {
      var parent = unchanged.parent();
      var geometry = new ChunkGeometry(parent.sizeBytes(), parent.chunkBytes());
      Segment segment =
          frames.readSegment(parent.segments().get((int) ordinal), geometry.chunksIn(ordinal));
      ids = segment.chunks();
    } catch (BackupException e) {
      if (e.kind() != FailureKind.CORRUPT) {
        throw e;
      }
      return; // It is of no use to the backup either, which then reads all of it.
    }
    BitSet chunks = unchanged.in(ordinal);
    int position = 0;
    for (int chunk = chunks.nextSetBit(0); chunk >= 0; chunk = chunks.nextSetBit(chunk + 1)) {
      if (positions.contains(position++)) {
        ByteRange range = unchanged.geometry().chunk(ordinal, chunk);
        ChunkId expected = ids.get(chunk);
        byte[] buffer = buffers.take();
        all.fork(
            scope,
            () -> {
              if (!read(range, buffer).equals(expected)) {
                wrong.set(Optional.of(range));
              }
              buffers.give(buffer);
            });
      }
    }
  }

  private ChunkId read(ByteRange range, byte[] buffer) {
    int length = (int) range.lengthBytes();
    source.read(range.offsetBytes(), ByteBuffer.wrap(buffer, 0, length));
    return RunScope.await(
        context
            .processors()
            .submit(() ->
                ZeroTest.isZero(buffer, 0, length)
                    ? ChunkId.ZERO
                    : benches.use(bench -> hash(bench.chunkHasher(), buffer, length))));
  }

  private static ChunkId hash(ChunkHasher hasher, byte[] buffer, int length) {
    return hasher.hash(buffer, 0, length);
  }
}
