package io.holdfast.engine.run;

import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.chunk.ZeroTest;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.extent.VolumeTarget;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Brings chunks from the repository to the volume, or zeros. Each call runs on a virtual thread of
 * its own; many run at once.
 */
final class ChunkRestorer {
  private static final int ZEROINGS_AT_ONCE = 16;

  /**
   * What one request reads at most, in frames that could not be compressed. With more, too few
   * requests are on their way at once; with less, each waits too long for too little.
   */
  private static final int FRAMES_PER_READ = 2;

  /**
   * Chunks in memory for each processor, if there is so much: on their way to a volume that is far
   * away enough of them. More are there too long, and have left the processors' caches when they
   * are sent.
   */
  private static final int CHUNKS_PER_PROCESSOR = 16;

  private final Processors processors;
  private final Workbench.Pool benches;
  private final FrameReader frames;
  private final VolumeTarget target;
  private final RestoreMode mode;
  private final DamageList damage;
  private final ProgressMeter meter;
  private final int readBytes;
  private final BufferPool frameBuffers;
  private final BufferPool chunkBuffers;
  private final Semaphore zeroings = new Semaphore(ZEROINGS_AT_ONCE);
  private final LongAdder written = new LongAdder();

  ChunkRestorer(
      RunContext context,
      Workbench.Pool benches,
      VolumeTarget target,
      RestoreMode mode,
      DamageList damage,
      ProgressMeter meter) {
    BufferSizes sizes = BufferSizes.forRestore(context);
    this.processors = context.processors();
    this.benches = benches;
    this.frames = new FrameReader(context, benches);
    this.target = target;
    this.mode = mode;
    this.damage = damage;
    this.meter = meter;
    this.readBytes = FRAMES_PER_READ * FrameReader.maxFrameBytes(context.repository());
    this.frameBuffers = new BufferPool(sizes.chunkCount() / FRAMES_PER_READ, readBytes);
    int chunks = Math.min(sizes.chunkCount(), CHUNKS_PER_PROCESSOR * processors.count());
    this.chunkBuffers = new BufferPool(chunks, context.repository().chunkBytes());
  }

  FrameReader frames() {
    return frames;
  }

  long writtenBytes() {
    return written.sum();
  }

  /** Waits for memory for one chunk; to be called by the thread that starts chunks. */
  byte[] takeBuffer() throws InterruptedException {
    return chunkBuffers.take();
  }

  /**
   * Waits for memory for what one read brings, which is held while the repository is waited for,
   * and for nothing more until then. To be called by the thread that starts reads.
   */
  byte[] takeFrames() throws InterruptedException {
    return frameBuffers.take();
  }

  /** Which of these chunks one read brings. */
  List<List<PlacedChunk>> together(List<PlacedChunk> chunks) {
    return PlacedChunk.neighbours(chunks, readBytes);
  }

  /**
   * Reads neighbours and starts writing each as soon as it is open.
   *
   * @param read from {@link #takeFrames}; given back
   * @param fork starts a thread
   */
  void restore(List<PlacedChunk> neighbours, byte[] read, Consumer<RunScope.Work> fork)
      throws InterruptedException {
    List<PlacedChunk> damaged =
        frames.readNeighbours(neighbours, read) ? open(neighbours, read, fork) : neighbours;
    for (PlacedChunk chunk : damaged) {
      byte[] plain = chunkBuffers.take();
      write(chunk, plain, frames.readElsewhere(chunk.id(), read, plain));
    }
    frameBuffers.give(read);
  }

  /**
   * Returns when all were opened, with those that are damaged there. What holds a chunk's memory
   * never waits for more of it, or all could wait for each other.
   */
  private List<PlacedChunk> open(
      List<PlacedChunk> neighbours, byte[] read, Consumer<RunScope.Work> fork)
      throws InterruptedException {
    Map<PlacedChunk, CompletableFuture<Integer>> opened = new LinkedHashMap<>();
    for (PlacedChunk chunk : neighbours) {
      byte[] plain = chunkBuffers.take();
      CompletableFuture<Integer> length =
          frames.openNeighbour(neighbours.getFirst(), chunk, read, plain);
      opened.put(chunk, length);
      fork.accept(() -> writeUnlessDamaged(chunk, plain, RunScope.await(length)));
    }
    return opened.entrySet().stream()
        .filter(chunk -> RunScope.await(chunk.getValue()) == FrameReader.LOST)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void writeUnlessDamaged(PlacedChunk chunk, byte[] plain, int length)
      throws InterruptedException {
    if (length == FrameReader.LOST) {
      chunkBuffers.give(plain);
    } else {
      write(chunk, plain, length);
    }
  }

  /**
   * Restores a chunk unless the target has it.
   *
   * @param plain from {@link #takeBuffer}; given back
   */
  void restoreIfDifferent(PlacedChunk chunk, byte[] plain, Consumer<RunScope.Work> fork)
      throws InterruptedException {
    if (targetHas(chunk.range(), chunk.id(), plain)) {
      done(chunk.range(), plain);
    } else {
      chunkBuffers.give(plain);
      restore(List.of(chunk), frameBuffers.take(), fork);
    }
  }

  private void write(PlacedChunk chunk, byte[] plain, int length) throws InterruptedException {
    ByteRange range = chunk.range();
    if (length == range.lengthBytes()) {
      meter.read(chunk.place().storedBytes());
      target.write(range.offsetBytes(), ByteBuffer.wrap(plain, 0, length));
      written.add(length);
      meter.stored(length);
    } else {
      damaged(range);
    }
    done(range, plain);
  }

  /** Makes a chunk zeros where it is not yet. */
  void zeroIfNeeded(ByteRange range, byte[] plain) throws InterruptedException {
    if (!targetHas(range, ChunkId.ZERO, plain)) {
      zeroTarget(range);
    }
    done(range, plain);
  }

  private void done(ByteRange range, byte[] plain) {
    chunkBuffers.give(plain);
    meter.done(range.lengthBytes());
  }

  /** A chunk of zeros that the target is known to have. */
  void alreadyZero(ByteRange range) {
    meter.done(range.lengthBytes());
  }

  /** Makes a range of any length zeros. */
  void zero(ByteRange range) throws InterruptedException {
    zeroTarget(range);
    meter.done(range.lengthBytes());
  }

  /** A whole range of the backup is lost. */
  void lose(ByteRange range) throws InterruptedException {
    damaged(range);
    meter.done(range.lengthBytes());
  }

  private void damaged(ByteRange range) throws InterruptedException {
    damage.add(range);
    // What was there before is not part of the backup either.
    zeroTarget(range);
  }

  private void zeroTarget(ByteRange range) throws InterruptedException {
    if (mode == RestoreMode.INTO_ZEROS) {
      return;
    }
    zeroings.acquire();
    target.zero(range.offsetBytes(), range.lengthBytes());
    zeroings.release();
  }

  private boolean targetHas(ByteRange range, ChunkId id, byte[] plain) {
    int length = (int) range.lengthBytes();
    target.read(range.offsetBytes(), ByteBuffer.wrap(plain, 0, length));
    return RunScope.await(
        processors.submit(() ->
            id.isZero()
                ? ZeroTest.isZero(plain, 0, length)
                : benches.use(b -> b.chunkHasher().hash(plain, 0, length).equals(id))));
  }
}
