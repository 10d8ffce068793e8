package io.holdfast.engine.run;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.pack.PackEntry;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.pack.PackKind;
import io.holdfast.engine.record.ChunkIndex;
import io.holdfast.engine.record.ChunkLocation;
import io.holdfast.engine.record.PackLife;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.repository.Repository;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds the index, and the list of backups, from the repository alone: what to do after the
 * database was lost, and before an offline restore. Adding what the index has already changes
 * nothing, so it can be stopped and repeated, and other tasks may work meanwhile; a reclaim removes
 * nothing as long as the index lacks something that a backup needs.
 *
 * <p>Of a pack that is live in the index already only those frames are added that the index has
 * nowhere, and only after they are proven: they may have been found damaged before.
 */
public final class Reindex {
  private static final Logger log = LoggerFactory.getLogger(Reindex.class);
  private static final int PACKS_AT_ONCE = 32;
  private static final byte[] EMPTY = new byte[0];

  private final RunContext context;
  private final Repository repository;
  private final ChunkIndex index;
  private final Set<PackId> live;

  /** Packs that it has read; they never change. */
  private final Set<PackId> read = ConcurrentHashMap.newKeySet();

  /** Fills an index that is empty. */
  public Reindex(RunContext context) {
    this(context, Set.of());
  }

  /** Completes an index that may have something. */
  public static Reindex completing(RunContext context, PackLife life) {
    Set<PackId> live = new HashSet<>();
    life.usablePacks(pack -> live.add(pack.pack()));
    life.tombstones().forEach(tombstone -> live.remove(tombstone.pack()));
    return new Reindex(context, live);
  }

  private Reindex(RunContext context, Set<PackId> live) {
    this.live = live;
    this.context = context;
    this.repository = context.repository();
    this.index = context.index();
  }

  /**
   * Fills the index with everything. Damaged objects are left out and reported.
   *
   * @param found hears of each backup, after the index has all packs
   */
  public ReindexReport run(Consumer<Manifest> found) {
    return RunScope.run(
        "reindex",
        context.cancellation(),
        scope -> {
          try (var benches = new Workbench.Pool(repository)) {
            var packs = new Packs(scope, benches);
            packs.add(PackKind.META, any -> true);
            packs.add(PackKind.DATA, any -> true);
            long backups =
                new AllManifests(repository.manifests(), packs.problems::add)
                    .read(scope, context.cancellation(), found);
            return new ReindexReport(packs.added.sum(), backups, List.copyOf(packs.problems));
          }
        });
  }

  /**
   * Fills the index with those entries of one kind of packs that are wanted, the same each time. A
   * pack that an earlier call has read is passed over.
   */
  void run(PackKind kind, Predicate<ChunkId> wanted) {
    RunScope.run(
        "reindex",
        context.cancellation(),
        scope -> {
          try (var benches = new Workbench.Pool(repository)) {
            var packs = new Packs(scope, benches);
            packs.add(kind, wanted);
            return true;
          }
        });
  }

  private final class Packs {
    private final RunScope scope;
    private final Workbench.Pool benches;
    private final FrameReader frames;
    private final PackScan scan;
    private final LongAdder added = new LongAdder();
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();
    private final Semaphore reading = new Semaphore(PACKS_AT_ONCE);

    Packs(RunScope scope, Workbench.Pool benches) {
      this.scope = scope;
      this.benches = benches;
      this.frames = new FrameReader(context, benches);
      this.scan = new PackScan(repository, benches);
    }

    void add(PackKind kind, Predicate<ChunkId> wanted) {
      var all = new Countdown();
      repository
          .packs()
          .list(
              kind,
              (id, found, bytes) -> {
                if (read.contains(id)) {
                  return;
                }
                try {
                  reading.acquire();
                } catch (InterruptedException e) {
                  throw RunScope.interrupted(e);
                }
                all.fork(
                    scope,
                    () -> {
                      addPack(id, kind, bytes, wanted);
                      reading.release();
                    });
              });
      all.end();
      all.await();
    }

    private void addPack(PackId id, PackKind kind, long bytes, Predicate<ChunkId> wanted) {
      try {
        List<PackEntry> entries = entries(id, kind, bytes);
        List<PackEntry> chosen = entries.stream().filter(entry -> wanted.test(entry.id())).toList();
        if (live.contains(id)) {
          chosen = missing(id, kind, chosen);
        }
        if (!chosen.isEmpty()) {
          if (index.add(id, kind, chosen, bytes)) {
            added.increment();
          } else {
            log.info("Passed over, as a reclaim removes it or has pack={}", id);
          }
        }
        read.add(id);
      } catch (BackupException e) {
        if (e.kind() != FailureKind.CORRUPT) {
          throw e;
        }
        problems.add(e.getMessage());
      }
    }

    /** From the pack's own index, or else by looking for the frames themselves. */
    private List<PackEntry> entries(PackId id, PackKind kind, long bytes) {
      try {
        return benches.use(bench -> repository.packs().entries(id, kind, bench.codec()));
      } catch (BackupException e) {
        List<PackEntry> found =
            e.kind() == FailureKind.CORRUPT ? scan.frames(id, kind, bytes) : List.of();
        if (found.isEmpty()) {
          throw e;
        }
        String which =
            "Its own index could not be read; intact frames found in it all the same: %d."
                .formatted(found.size());
        problems.add(e.getMessage() + " " + which);
        return found;
      }
    }

    /** Those frames that the index has nowhere, and that are intact. */
    private List<PackEntry> missing(PackId id, PackKind kind, List<PackEntry> entries) {
      var known = index.find(entries.stream().map(PackEntry::id).toList());
      List<PackEntry> missing = new ArrayList<>();
      for (PackEntry entry : entries) {
        ChunkLocation place = ChunkLocation.of(id, kind, entry);
        byte[] frame = known.containsKey(entry.id()) ? EMPTY : new byte[entry.storedBytes()];
        if (frame.length > 0
            && frames.isIntact(entry.id(), place, frame, new byte[entry.plainBytes()])) {
          missing.add(entry);
        }
      }
      return missing;
    }
  }
}
