package io.holdfast.engine.run;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.pack.PackEntry;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.pack.PackKind;
import io.holdfast.engine.record.ChunkLocation;
import io.holdfast.engine.record.PackLife;
import io.holdfast.engine.record.PackLife.PackSize;
import io.holdfast.engine.seal.FrameCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * Reads every pack that the index knows and proves every frame, whether a backup needs it or not:
 * the next backup may refer to it. What is damaged leaves the index.
 *
 * <p>Also reads each pack's own index, without which a lost database could not be built again. A
 * pack whose own index is damaged is copied, frame by frame, to a new one.
 */
public final class VerifyPacks {
  private static final int PACKS_AT_ONCE = 8;
  private static final String COPIED = "What it held intact was copied to another pack.";

  private final RunContext context;
  private final PackLife life;

  public VerifyPacks(RunContext context, PackLife life) {
    this.context = context;
    this.life = life;
  }

  /**
   * @param packs that were read
   * @param damagedFrames that left the index
   * @param problems packs whose own index was damaged, each in a sentence; what they held was
   *     copied
   */
  public record Report(long packs, long damagedFrames, List<String> problems) {}

  /**
   * @param proven takes what is intact
   */
  public Report run(ProvenChunks proven) {
    List<PackSize> packs = new ArrayList<>();
    life.usablePacks(packs::add);
    long bytes = packs.stream().mapToLong(PackSize::bytes).sum();
    var meter = new ProgressMeter(context.progress(), bytes);
    Report report =
        RunScope.run(
            "verify-packs",
            context.cancellation(),
            scope -> {
              try (var benches = new Workbench.Pool(context.repository())) {
                var all = new Countdown();
                var look = new Look(benches, proven, meter);
                var reading = new Semaphore(PACKS_AT_ONCE);
                for (PackSize pack : packs) {
                  acquire(reading);
                  all.fork(
                      scope,
                      () -> {
                        look.at(pack);
                        reading.release();
                      });
                }
                all.end();
                all.await();
                List<Compaction.Victim> unreadable = List.copyOf(look.unreadable);
                if (!unreadable.isEmpty()) {
                  new Compaction(context, life, benches).rewrite(unreadable);
                }
                return new Report(packs.size(), look.damaged.sum(), List.copyOf(look.problems));
              }
            });
    meter.finish();
    return report;
  }

  private static void acquire(Semaphore reading) {
    try {
      reading.acquire();
    } catch (InterruptedException e) {
      throw RunScope.interrupted(e);
    }
  }

  /** What is found nowhere else rather: the rest was copied by an earlier verify. */
  private List<PackEntry> heldHereAlone(PackId pack) {
    List<PackEntry> entries = context.index().entries(pack);
    var places = context.index().find(entries.stream().map(PackEntry::id).toList());
    return entries.stream()
        .filter(entry -> {
          ChunkLocation place = places.get(entry.id());
          return place != null && place.pack().equals(pack);
        })
        .toList();
  }

  private final class Look {
    private final Workbench.Pool benches;
    private final FrameReader frames;
    private final ProvenChunks proven;
    private final ProgressMeter meter;
    private final Queue<Compaction.Victim> unreadable = new ConcurrentLinkedQueue<>();
    private final LongAdder damaged = new LongAdder();
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();

    Look(Workbench.Pool benches, ProvenChunks proven, ProgressMeter meter) {
      this.benches = benches;
      this.frames = new FrameReader(context, benches);
      this.proven = proven;
      this.meter = meter;
    }

    void at(PackSize pack) {
      int largest = Math.max(context.repository().chunkBytes(), FrameReader.MAX_SEGMENT_BYTES);
      byte[] frame = new byte[FrameCodec.maxFrameBytes(largest)];
      byte[] plain = new byte[largest];
      for (PackEntry entry : context.index().entries(pack.pack())) {
        if (frames.proveAt(pack.pack(), pack.kind(), entry, frame, plain)) {
          if (pack.kind() == PackKind.DATA) {
            proven.add(entry.id());
          }
        } else {
          damaged.increment();
        }
        meter.read(entry.storedBytes());
      }
      ownIndex(pack);
      meter.done(pack.bytes());
    }

    private void ownIndex(PackSize pack) {
      try {
        benches.use(
            bench -> context.repository().packs().entries(pack.pack(), pack.kind(), bench.codec()));
      } catch (BackupException e) {
        if (e.kind() != FailureKind.CORRUPT) {
          throw e;
        }
        // Removed by a reclaim meanwhile, or by the hand of somebody else.
        List<PackEntry> intact = heldHereAlone(pack.pack());
        if (!intact.isEmpty()) {
          problems.add(e.getMessage() + " " + COPIED);
          var needed = new NeededFrames();
          intact.forEach(entry -> needed.add(entry.offsetBytes(), entry.storedBytes()));
          unreadable.add(new Compaction.Victim(pack, needed));
        }
      }
    }
  }
}
