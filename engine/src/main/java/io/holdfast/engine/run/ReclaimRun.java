package io.holdfast.engine.run;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.pack.PackKind;
import io.holdfast.engine.record.PackLife;
import io.holdfast.engine.record.PackLife.PackSize;
import io.holdfast.engine.record.Tombstone;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.repository.Manifests;
import io.holdfast.engine.repository.Packs;
import io.holdfast.engine.repository.Repository;
import io.holdfast.engine.run.Compaction.Victim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes packs that nothing needs, while backups run, without a lock and without a time window.
 * One run marks once: packs that it finds unneeded it tombstones, and packs that an earlier run
 * tombstoned, and that are still unneeded, it removes. So it takes two runs to free the room of a
 * deleted backup.
 *
 * <p>The order of reading is the order of {@link PackLife}. On any doubt (a manifest or segment
 * that cannot be read, a chunk that is nowhere) it removes nothing.
 *
 * @see "docs/decisions/007-reclaiming.md"
 */
public final class ReclaimRun {
  private static final Logger log = LoggerFactory.getLogger(ReclaimRun.class);
  private static final int BATCH = 1000;
  private static final int MOST_COUNTED = 1 << 20;

  /** The share of a pack that may be needed at most; copying more frees too little for its work. */
  private static final double WORTH_REWRITING = 0.5;

  /** No put takes longer than this; if one did, it would fail and be tried again. */
  private static final Duration LEFTOVER_AGE = Duration.ofDays(1);

  private final RunContext context;
  private final Repository repository;
  private final PackLife life;
  private final long rewriteBytes;

  /** Reclaims whole packs only. */
  public ReclaimRun(RunContext context, PackLife life) {
    this(context, life, 0);
  }

  /**
   * @param rewriteBytes how much may be copied out of packs that are mostly unneeded, so that these
   *     can go as well
   */
  public ReclaimRun(RunContext context, PackLife life, long rewriteBytes) {
    this.rewriteBytes = rewriteBytes;
    this.context = context;
    this.repository = context.repository();
    this.life = life;
  }

  public ReclaimReport run() {
    List<Tombstone> tombstones = life.tombstones();
    List<PackSize> candidates = new ArrayList<>();
    life.usablePacks(candidates::add);
    Marks marks = mark(counted(candidates.size()));
    List<Tombstone> needed = new ArrayList<>();
    List<Tombstone> unneeded = new ArrayList<>();
    for (Tombstone tombstone : tombstones) {
      (marks.need(tombstone.pack()) ? needed : unneeded).add(tombstone);
    }
    inBatches(needed, life::revive);
    inBatches(unneeded, life::beginDeleting);
    Freed freed = remove();
    Set<PackId> old = tombstones.stream().map(Tombstone::pack).collect(toSet());
    List<PackSize> dead =
        candidates.stream()
            .filter(pack -> !marks.need(pack.pack()) && !old.contains(pack.pack()))
            .collect(toCollection(ArrayList::new));
    dead.addAll(unknownPacks());
    inBatches(dead, life::tombstone);
    repository.driver().tidy(LEFTOVER_AGE);
    List<Victim> victims = victims(candidates, old, marks);
    Rewritten rewritten = victims.isEmpty() ? new Rewritten(0, 0) : rewrite(victims);
    var report =
        new ReclaimReport(
            marks.backupCount(),
            dead.size(),
            freed.packs,
            freed.bytes,
            rewritten.packs,
            rewritten.bytes);
    log.info("Reclaimed repository={} {}", repository.id(), report);
    return report;
  }

  /** Which packs to look into this time: of very many, some, so that memory stays bounded. */
  private Predicate<PackId> counted(int packs) {
    if (rewriteBytes == 0) {
      return pack -> false;
    }
    long slices = packs / MOST_COUNTED + 1;
    long slice = ThreadLocalRandom.current().nextLong(slices);
    return pack -> Long.remainderUnsigned(pack.low(), slices) == slice;
  }

  private record Rewritten(long packs, long bytes) {}

  private Rewritten rewrite(List<Victim> victims) {
    return RunScope.run(
        "compact",
        context.cancellation(),
        scope -> {
          try (var benches = new Workbench.Pool(repository)) {
            var compaction = new Compaction(context, life, benches);
            compaction.rewrite(victims);
            return new Rewritten(compaction.rewrittenPacks(), compaction.rewrittenBytes());
          }
        });
  }

  /** The emptiest packs first, as many as may be rewritten. */
  private List<Victim> victims(List<PackSize> candidates, Set<PackId> old, Marks marks) {
    List<Victim> possible = new ArrayList<>();
    for (PackSize pack : candidates) {
      if (!old.contains(pack.pack())) {
        marks
            .framesOf(pack.pack())
            .filter(frames -> frames.bytes() < pack.bytes() * WORTH_REWRITING)
            .ifPresent(frames -> possible.add(new Victim(pack, frames)));
      }
    }
    possible.sort(Comparator.comparingDouble(v -> (double) v.needed().bytes() / v.pack().bytes()));
    List<Victim> victims = new ArrayList<>();
    long bytes = 0;
    for (Victim victim : possible) {
      bytes += victim.needed().bytes();
      if (bytes > rewriteBytes) {
        break;
      }
      victims.add(victim);
    }
    return victims;
  }

  private Marks mark(Predicate<PackId> counted) {
    while (true) {
      Roots roots = roots();
      try {
        return RunScope.run("mark", context.cancellation(), scope -> mark(scope, roots, counted));
      } catch (BackupException e) {
        if (e.kind() != FailureKind.CORRUPT) {
          throw e;
        }
        if (roots().containAll(roots)) {
          throw new BackupException(
              FailureKind.CORRUPT,
              "Reclaiming removed nothing, as it cannot tell what a damaged backup needs. Reindex"
                  + " the repository, which finds what is there after all; verify it, and delete or"
                  + " repair the backups that are still damaged (one that no list shows, by its"
                  + " file in the folder backups): "
                  + e.getMessage(),
              e);
        }
        log.debug("Marking again: a backup was deleted, and other reclaims removed its packs", e);
      }
    }
  }

  /**
   * What is needed whatever else is: recorded segments, and backups.
   *
   * @param whole those of the backups that must have a manifest
   */
  private record Roots(Set<ChunkId> recorded, Set<BackupId> backups, Set<BackupId> whole) {
    boolean containAll(Roots others) {
      return recorded.containsAll(others.recorded) && backups.containsAll(others.backups);
    }
  }

  private Roots roots() {
    Set<ChunkId> recorded = new HashSet<>();
    life.recordedSegments(recorded::add);
    // Only now: a backup that ends meanwhile leaves the one list after it entered the other.
    Set<BackupId> whole = new HashSet<>();
    Set<BackupId> others = new HashSet<>();
    life.backups(backup -> (backup.whole() ? whole : others).add(backup.id()));
    Set<BackupId> backups = new HashSet<>();
    repository.manifests().list(backups::add);
    backups.removeAll(removeLate(backups));
    // What a listing does not show has no manifest, or the listing is late.
    others.removeAll(backups);
    others.stream().filter(repository.manifests()::exists).forEach(backups::add);
    backups.addAll(whole);
    return new Roots(recorded, backups, whole);
  }

  /**
   * Removes the manifests of deleted backups: a writer that was frozen on its way, long enough for
   * its backup to be given up and deleted, puts one there when nobody looks for it any more.
   */
  private Set<BackupId> removeLate(Set<BackupId> listed) {
    Set<BackupId> late = new HashSet<>();
    inBatches(List.copyOf(listed), ids -> late.addAll(life.deleted(ids)));
    for (BackupId backup : late) {
      log.warn("Removing the late manifest of a deleted backup={}", backup);
      repository.manifests().delete(backup);
    }
    return late;
  }

  private Marks mark(RunScope scope, Roots roots, Predicate<PackId> counted) {
    try (var benches = new Workbench.Pool(repository)) {
      var marks = new Marks(scope, life, new FrameReader(context, benches), counted);
      roots.recorded.forEach(id -> marks.addSegment(id, null));
      roots.backups.forEach(backup -> marks.addBackup(() -> manifest(backup, roots)));
      marks.complete();
      return marks;
    }
  }

  private Optional<Manifest> manifest(BackupId backup, Roots roots) {
    Manifests manifests = repository.manifests();
    return roots.whole.contains(backup)
        ? Optional.of(manifests.get(backup))
        : manifests.find(backup);
  }

  /** Objects whose writers died before the index heard of them, or are about to tell it. */
  private List<PackSize> unknownPacks() {
    Map<PackId, PackSize> objects = new HashMap<>();
    Packs packs = repository.packs();
    for (PackKind kind : PackKind.values()) {
      packs.list(kind, (id, found, bytes) -> objects.put(id, new PackSize(id, found, bytes)));
    }
    inBatches(List.copyOf(objects.keySet()), ids -> objects.keySet().removeAll(life.known(ids)));
    return List.copyOf(objects.values());
  }

  private static <T> void inBatches(List<T> all, Consumer<List<T>> action) {
    for (int start = 0; start < all.size(); start += BATCH) {
      action.accept(all.subList(start, Math.min(start + BATCH, all.size())));
    }
  }

  private record Freed(long packs, long bytes) {}

  /** Removes the objects of all packs that are deleting, by this run or one that died. */
  private Freed remove() {
    long packs = 0;
    long bytes = 0;
    for (PackSize pack : life.deleting()) {
      context.cancellation().throwIfRequested();
      repository.packs().delete(pack.pack(), pack.kind());
      life.gone(pack.pack());
      packs++;
      bytes += pack.bytes();
    }
    return new Freed(packs, bytes);
  }
}
