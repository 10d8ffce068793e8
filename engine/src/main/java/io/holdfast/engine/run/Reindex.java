package io.holdfast.engine.run;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.pack.PackEntry;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.pack.PackKind;
import io.holdfast.engine.record.ChunkIndex;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.repository.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * Builds the index, and the list of backups, from the repository alone: what to do after the
 * database was lost, and before an offline restore. Adding what the index has already changes
 * nothing, so it can be repeated; nothing else may use the repository meanwhile.
 */
public final class Reindex {
  private static final int PACKS_AT_ONCE = 32;

  private final RunContext context;
  private final Repository repository;
  private final ChunkIndex index;

  public Reindex(RunContext context) {
    this.context = context;
    this.repository = context.repository();
    this.index = context.index();
  }

  /** Fills the index with everything. Damaged objects are left out and reported. */
  public ReindexReport run() {
    return RunScope.run(
        "reindex",
        context.cancellation(),
        scope -> {
          try (var benches = new Workbench.Pool(repository)) {
            var packs = new Packs(scope, benches);
            packs.add(PackKind.META, any -> true);
            packs.add(PackKind.DATA, any -> true);
            List<Manifest> backups = new ArrayList<>();
            for (BackupId id : backupIds()) {
              try {
                repository.manifests().find(id).ifPresent(backups::add);
              } catch (BackupException e) {
                packs.report(e);
              }
            }
            return new ReindexReport(packs.added.sum(), backups, List.copyOf(packs.problems));
          }
        });
  }

  /** Fills the index with those entries of one kind of packs that are wanted. */
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

  private List<BackupId> backupIds() {
    List<BackupId> ids = new ArrayList<>();
    repository.manifests().list(ids::add);
    return ids;
  }

  private final class Packs {
    private final RunScope scope;
    private final Workbench.Pool benches;
    private final LongAdder added = new LongAdder();
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();
    private final Semaphore reading = new Semaphore(PACKS_AT_ONCE);

    Packs(RunScope scope, Workbench.Pool benches) {
      this.scope = scope;
      this.benches = benches;
    }

    void add(PackKind kind, Predicate<ChunkId> wanted) {
      var all = new Countdown();
      repository
          .packs()
          .list(
              kind,
              (id, found, bytes) -> {
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
        List<PackEntry> entries =
            benches.use(bench -> repository.packs().entries(id, kind, bench.codec()));
        List<PackEntry> chosen = entries.stream().filter(entry -> wanted.test(entry.id())).toList();
        if (!chosen.isEmpty()) {
          index.add(id, kind, chosen, bytes);
          added.increment();
        }
      } catch (BackupException e) {
        report(e);
      }
    }

    private void report(BackupException e) {
      if (e.kind() != FailureKind.CORRUPT) {
        throw e;
      }
      problems.add(e.getMessage());
    }
  }
}
