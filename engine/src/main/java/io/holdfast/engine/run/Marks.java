package io.holdfast.engine.run;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.record.PackLife;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.engine.repository.Manifest;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The packs that backups need: those that hold their segments, and those that hold the chunks that
 * the segments list. Each segment is read once, many at a time.
 *
 * <p>What is needed and in no pack that the index knows ends the mark: it may lie in a pack that a
 * reindex has yet to add, or where it was wrongly found damaged.
 */
final class Marks {
  private static final int SEGMENTS_AT_ONCE = 32;
  private static final int MANIFESTS_AT_ONCE = 16;

  private final RunScope scope;
  private final PackLife life;
  private final FrameReader frames;
  private final Set<ChunkId> segments = new HashSet<>();
  private final Predicate<PackId> counted;
  private final Set<PackId> needed = ConcurrentHashMap.newKeySet();
  private final Map<PackId, NeededFrames> frameCounts = new ConcurrentHashMap<>();
  private final Semaphore reading = new Semaphore(SEGMENTS_AT_ONCE);
  private final Semaphore readingManifests = new Semaphore(MANIFESTS_AT_ONCE);
  private final Countdown all = new Countdown();
  private long backups;

  /**
   * @param counted of which packs the needed frames are remembered, too
   */
  Marks(RunScope scope, PackLife life, FrameReader frames, Predicate<PackId> counted) {
    this.counted = counted;
    this.scope = scope;
    this.life = life;
    this.frames = frames;
  }

  /**
   * Adds what a backup needs.
   *
   * @param find reads its manifest, beside others; nothing: it is gone
   */
  void addBackup(Supplier<Optional<Manifest>> find) {
    acquire(readingManifests);
    all.fork(
        scope,
        () -> {
          find.get().ifPresent(this::add);
          readingManifests.release();
        });
  }

  private synchronized void add(Manifest manifest) {
    backups++;
    manifest.segments().forEach(id -> addSegment(id, manifest.id()));
  }

  private static void acquire(Semaphore semaphore) {
    try {
      semaphore.acquire();
    } catch (InterruptedException e) {
      throw RunScope.interrupted(e);
    }
  }

  /**
   * Adds what a segment needs.
   *
   * @param backup that it is of; {@code null} if that is still being made
   */
  synchronized void addSegment(ChunkId id, @Nullable BackupId backup) {
    if (id.isZero() || !segments.add(id)) {
      return;
    }
    acquire(reading);
    all.fork(
        scope,
        () -> {
          markSegment(id, backup);
          reading.release();
        });
  }

  private void markSegment(ChunkId id, @Nullable BackupId backup) {
    Set<ChunkId> ids;
    try {
      ids = new HashSet<>(frames.readSegment(id).chunks());
    } catch (BackupException e) {
      throw e.kind() == FailureKind.CORRUPT ? lost(backup, e.getMessage(), e) : e;
    }
    ids.remove(ChunkId.ZERO);
    ids.add(id);
    for (PackLife.Held frame : life.holding(ids)) {
      need(frame);
      ids.remove(frame.id());
    }
    if (!ids.isEmpty()) {
      throw lost(
          backup,
          "%d of the chunks that segment %s lists are in no pack.".formatted(ids.size(), id),
          null);
    }
  }

  private static BackupException lost(
      @Nullable BackupId backup, String what, @Nullable Throwable cause) {
    return new BackupException(
        FailureKind.CORRUPT,
        backup == null
            ? "A backup that is being made needs what is lost: " + what
            : "Backup " + backup + " needs what is lost: " + what,
        cause);
  }

  private void need(PackLife.Held frame) {
    needed.add(frame.pack());
    if (counted.test(frame.pack())) {
      frameCounts
          .computeIfAbsent(frame.pack(), pack -> new NeededFrames())
          .add(frame.offsetBytes(), frame.storedBytes());
    }
  }

  /** Waits for what was added; only then {@link #need} knows. */
  void complete() {
    all.end();
    all.await();
  }

  boolean need(PackId pack) {
    return needed.contains(pack);
  }

  /** The frames of a pack that are needed, if it is one of those that are counted. */
  Optional<NeededFrames> framesOf(PackId pack) {
    return Optional.ofNullable(frameCounts.get(pack));
  }

  synchronized long backupCount() {
    return backups;
  }
}
