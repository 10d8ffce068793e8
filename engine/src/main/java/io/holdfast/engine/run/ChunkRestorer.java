package io.holdfast.engine.run;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.chunk.ZeroTest;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.extent.VolumeTarget;
import io.holdfast.engine.record.ChunkLocation;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Brings one chunk from the repository to the volume, or zeros. Each call runs on a virtual thread
 * of its own; many run at once.
 */
final class ChunkRestorer {
  private static final int ZEROINGS_AT_ONCE = 16;

  private final Processors processors;
  private final Workbench.Pool benches;
  private final FrameReader frames;
  private final VolumeTarget target;
  private final RestoreMode mode;
  private final DamageList damage;
  private final ProgressMeter meter;
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
    int frameBytes = FrameReader.maxFrameBytes(context.repository());
    this.processors = context.processors();
    this.benches = benches;
    this.frames = new FrameReader(context, benches);
    this.target = target;
    this.mode = mode;
    this.damage = damage;
    this.meter = meter;
    this.frameBuffers = new BufferPool(sizes.chunkCount(), frameBytes);
    this.chunkBuffers = new BufferPool(sizes.chunkCount(), context.repository().chunkBytes());
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
   * @param place null if no pack has the chunk
   */
  void restore(ByteRange range, ChunkId id, @Nullable ChunkLocation place, byte[] plain)
      throws InterruptedException {
    if (mode == RestoreMode.DIFFERENCES && targetHas(range, id, plain)) {
      done(range, plain);
      return;
    }
    byte[] frame = frameBuffers.take();
    try {
      int length = place == null ? -1 : frames.readChunk(id, place, frame, plain);
      if (length == range.lengthBytes()) {
        meter.read(place == null ? 0 : place.storedBytes());
        target.write(range.offsetBytes(), ByteBuffer.wrap(plain, 0, length));
        written.add(length);
        meter.stored(length);
      } else {
        damaged(range);
      }
    } catch (BackupException e) {
      if (e.kind() != FailureKind.CORRUPT) {
        throw e;
      }
      damaged(range);
    }
    frameBuffers.give(frame);
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
