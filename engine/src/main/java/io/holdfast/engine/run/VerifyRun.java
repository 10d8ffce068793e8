package io.holdfast.engine.run;

import io.holdfast.engine.chunk.ChunkGeometry;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.run.ReadPlan.Planned;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/**
 * Reads a backup again, all of it or a sample, and proves every chunk that it reads: each place of
 * it, and at least one must be intact. What is damaged leaves the index. Segments are always all
 * read, and chunks that the index has nowhere are always looked for.
 */
public final class VerifyRun {
  private final RunContext context;
  private final double fraction;
  private final long seed;
  private final ProvenChunks proven;

  private VerifyRun(RunContext context, double fraction, long seed, ProvenChunks proven) {
    this.proven = proven;
    this.context = context;
    this.fraction = fraction;
    this.seed = seed;
  }

  public static VerifyRun everything(RunContext context) {
    return new VerifyRun(context, 1, 0, ProvenChunks.none());
  }

  /**
   * @param fraction of the chunks, from 0 to 1
   * @param seed chooses the chunks; the same seed the same ones
   */
  public static VerifyRun sample(RunContext context, double fraction, long seed) {
    return new VerifyRun(context, fraction, seed, ProvenChunks.none());
  }

  /** The same for one of several backups, which skips what was proven for the others. */
  public static VerifyRun sample(
      RunContext context, double fraction, long seed, ProvenChunks proven) {
    return new VerifyRun(context, fraction, seed, proven);
  }

  /** Verifies one backup. Damage is a result, not a failure. */
  public VerifyReport run(Manifest manifest) {
    var meter = new ProgressMeter(context.progress(), manifest.sizeBytes());
    var damage = new DamageList();
    long checked =
        RunScope.run(
            "verify",
            context.cancellation(),
            scope -> {
              try (var benches = new Workbench.Pool(context.repository())) {
                return new Checker(scope, benches, manifest, damage, meter).run();
              } catch (InterruptedException e) {
                throw RunScope.interrupted(e);
              }
            });
    meter.finish();
    return new VerifyReport(checked, damage.ranges());
  }

  private final class Checker {
    private final RunScope scope;
    private final FrameReader frames;
    private final ReadPlan plan;
    private final DamageList damage;
    private final ProgressMeter meter;
    private final BufferPool frameBuffers;
    private final BufferPool chunkBuffers;
    private final LongAdder checked = new LongAdder();
    private final Countdown all = new Countdown();

    Checker(
        RunScope scope,
        Workbench.Pool benches,
        Manifest manifest,
        DamageList damage,
        ProgressMeter meter) {
      BufferSizes sizes = BufferSizes.forRestore(context);
      int frameBytes = FrameReader.maxFrameBytes(context.repository());
      this.scope = scope;
      this.frames = new FrameReader(context, benches);
      this.plan = new ReadPlan(manifest, context.index(), frames);
      this.damage = damage;
      this.meter = meter;
      this.frameBuffers = new BufferPool(sizes.chunkCount(), frameBytes);
      this.chunkBuffers = new BufferPool(sizes.chunkCount(), context.repository().chunkBytes());
    }

    long run() throws InterruptedException {
      int end = plan.geometry().segmentCount();
      var plans = new Ahead<>(scope, 0, end, any -> true, plan::prepare);
      while (plans.hasNext()) {
        Planned planned = plans.next();
        if (planned.segment().isPresent()) {
          check(planned, planned.segment().get().chunks());
        } else {
          lose(planned.ordinal());
        }
      }
      all.end();
      all.await();
      return checked.sum();
    }

    private void check(Planned planned, List<ChunkId> ids) throws InterruptedException {
      // A chunk that repeats within the segment is read once, and counts everywhere.
      Map<ChunkId, CompletableFuture<Boolean>> proofs = new HashMap<>();
      for (int chunk = 0; chunk < ids.size(); chunk++) {
        ByteRange range = plan.geometry().chunk(planned.ordinal(), chunk);
        ChunkId id = ids.get(chunk);
        boolean lost = !planned.places().containsKey(id);
        if (id.isZero() || !lost && !chosen(id)) {
          meter.done(range.lengthBytes());
          continue;
        }
        CompletableFuture<Boolean> proof = proofs.get(id);
        if (proof == null) {
          proof = prove(id);
          proofs.put(id, proof);
        }
        CompletableFuture<Boolean> intact = proof;
        all.fork(scope, () -> count(range, RunScope.await(intact)));
      }
    }

    private CompletableFuture<Boolean> prove(ChunkId id) throws InterruptedException {
      byte[] plain = chunkBuffers.take();
      var proof = new CompletableFuture<Boolean>();
      if (proven.contains(id)) {
        chunkBuffers.give(plain);
        proof.complete(true);
        return proof;
      }
      all.fork(
          scope,
          () -> {
            byte[] frame = frameBuffers.take();
            boolean intact = frames.prove(id, frame, plain);
            if (intact) {
              proven.add(id);
            }
            proof.complete(intact);
            frameBuffers.give(frame);
            chunkBuffers.give(plain);
          });
      return proof;
    }

    private void count(ByteRange range, boolean intact) {
      checked.add(range.lengthBytes());
      meter.read(range.lengthBytes());
      if (!intact) {
        damage.add(range);
      }
      meter.done(range.lengthBytes());
    }

    private void lose(long ordinal) {
      ChunkGeometry geometry = plan.geometry();
      damage.add(geometry.segment(ordinal));
      meter.done(geometry.segment(ordinal).lengthBytes());
    }

    private boolean chosen(ChunkId id) {
      // The bits of an id are as good as random, so mixing in the seed chooses other ones each
      // time.
      long mixed = (id.b() ^ seed) * 0x9E3779B97F4A7C15L;
      return (mixed >>> 11) * 0x1.0p-53 < fraction;
    }
  }
}
