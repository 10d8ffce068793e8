package io.holdfast.engine.run;

import io.holdfast.engine.chunk.ChunkHasher;
import io.holdfast.engine.chunk.ChunkId;
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
  private final ParentChunks parent;
  private final BufferPool buffers;
  private final RunContext context;
  private final Workbench.Pool benches;
  private final RandomGenerator random;

  ChangeCheck(
      RunScope scope,
      VolumeSource source,
      ParentChunks parent,
      BufferPool buffers,
      RunContext context,
      Workbench.Pool benches,
      RandomGenerator random) {
    this.scope = scope;
    this.source = source;
    this.parent = parent;
    this.buffers = buffers;
    this.context = context;
    this.benches = benches;
    this.random = random;
  }

  /** A chunk of the sample, and what the parent has there. */
  private record Expected(ByteRange range, ChunkId id) {}

  /** A stretch that was said to be unchanged and is not; empty if the sample has none. */
  Optional<ByteRange> refutation(UnchangedChunks unchanged) throws InterruptedException {
    int segments = unchanged.geometry().segmentCount();
    var counts = new Ahead<>(scope, 0, segments, any -> true, at -> unchanged.in(at).cardinality());
    long[] before = new long[segments + 1];
    for (int ordinal = 0; ordinal < segments; ordinal++) {
      before[ordinal + 1] = before[ordinal] + counts.next();
    }
    TreeSet<Long> sample = sample(before[segments]);
    var chosen =
        new Ahead<>(
            scope,
            0,
            segments,
            at -> !sample.subSet(before[(int) at], before[(int) at + 1]).isEmpty(),
            at -> expected(unchanged, at, before[(int) at], sample));
    var wrong = new AtomicReference<Optional<ByteRange>>(Optional.empty());
    var all = new Countdown();
    while (chosen.hasNext() && wrong.get().isEmpty()) {
      for (Expected chunk : chosen.next()) {
        byte[] buffer = buffers.take();
        all.fork(
            scope,
            () -> {
              if (!read(chunk.range, buffer).equals(chunk.id)) {
                wrong.set(Optional.of(chunk.range));
              }
              buffers.give(buffer);
            });
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

  private List<Expected> expected(
      UnchangedChunks unchanged, long ordinal, long before, TreeSet<Long> sample) {
    List<ChunkId> ids = parent.in(ordinal);
    if (ids.isEmpty()) {
      return List.of(); // It is of no use to the backup either, which then reads all of it.
    }
    var expected = new ArrayList<Expected>();
    BitSet chunks = unchanged.in(ordinal);
    long position = before;
    for (int chunk = chunks.nextSetBit(0); chunk >= 0; chunk = chunks.nextSetBit(chunk + 1)) {
      if (sample.contains(position++)) {
        expected.add(new Expected(unchanged.geometry().chunk(ordinal, chunk), ids.get(chunk)));
      }
    }
    return expected;
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
