package io.holdfast.engine.run;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.record.BackupJournal;
import io.holdfast.engine.record.SegmentRecord;
import io.holdfast.engine.run.PackWriter.StoredPack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last stage of a backup: waits for the chunks of each segment, and for their packs, then
 * stores the segment and records it. A few segments go together, or whatever is done every few
 * seconds, so that a backup that dies has little to do again.
 *
 * <p>Segments whose packs were reclaimed before they were recorded are done again.
 */
final class SegmentRecorder {
  private static final Logger log = LoggerFactory.getLogger(SegmentRecorder.class);

  static final int BATCH = 32;
  private static final int MAX_ATTEMPTS = 10;

  private final BackupJournal journal;
  private final SegmentStore segments;
  private final PackWriter packs;
  private final SegmentFeeder feeder;
  private final Duration every;
  private final BlockingQueue<Optional<SegmentJob>> queue = new ArrayBlockingQueue<>(BATCH);
  private final CompletableFuture<Void> finished = new CompletableFuture<>();

  SegmentRecorder(
      BackupJournal journal,
      SegmentStore segments,
      PackWriter packs,
      SegmentFeeder feeder,
      Duration every) {
    this.journal = journal;
    this.segments = segments;
    this.packs = packs;
    this.feeder = feeder;
    this.every = every;
  }

  /** Hands over a segment whose chunks are about to be started; waits if too many are open. */
  void expect(SegmentJob job) throws InterruptedException {
    queue.put(Optional.of(job));
  }

  /** Says that no more segments come, and waits until all are recorded. */
  void finish() throws InterruptedException {
    queue.put(Optional.empty());
    RunScope.await(finished);
  }

  /** The recorder's own thread. */
  void run() throws InterruptedException {
    List<SegmentJob> open = new ArrayList<>();
    long due = System.nanoTime() + every.toNanos();
    while (true) {
      var next = queue.poll(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (next != null && next.isEmpty()) {
        break;
      }
      if (next != null) {
        open.add(next.get());
      }
      if (open.size() >= BATCH) {
        record(open);
        open.clear();
        due = System.nanoTime() + every.toNanos();
      } else if (System.nanoTime() - due >= 0) {
        List<SegmentJob> done = open.stream().filter(job -> job.chunksDone().isDone()).toList();
        record(done);
        open.removeAll(done);
        due = System.nanoTime() + every.toNanos();
      }
    }
    record(open);
    finished.complete(null);
  }

  private void record(List<SegmentJob> jobs) throws InterruptedException {
    if (jobs.isEmpty()) {
      return;
    }
    jobs.forEach(job -> RunScope.await(job.chunksDone()));
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      Set<PackId> lost = storeAndRecord(jobs);
      if (lost.isEmpty()) {
        return;
      }
      log.info("Storing again what was reclaimed meanwhile packs={} attempt={}", lost, attempt);
      doAgain(jobs, lost);
    }
    throw new BackupException(
        FailureKind.RETRYABLE,
        "Reclaiming removed packs of this backup "
            + MAX_ATTEMPTS
            + " times before it could record them. Run fewer reclaims at a time.");
  }

  /** Returns the packs that are lost; empty if all is recorded. */
  private Set<PackId> storeAndRecord(List<SegmentJob> jobs) {
    Set<PackId> lost = lostWhileStoring(jobs);
    if (!lost.isEmpty()) {
      return lost;
    }
    SegmentStore.Stored stored = segments.store(jobs);
    Set<PackId> used = new HashSet<>(stored.packs());
    List<SegmentRecord> records = new ArrayList<>();
    for (int i = 0; i < jobs.size(); i++) {
      SegmentJob job = jobs.get(i);
      used.addAll(job.packs());
      ChunkId id = stored.ids().get(i);
      records.add(
          new SegmentRecord(
              job.ordinal(), id, job.dataBytes(), job.readBytes(), job.storedBytes()));
    }
    return journal.record(records, used);
  }

  private Set<PackId> lostWhileStoring(List<SegmentJob> jobs) {
    Set<StoredPack> mine = new HashSet<>();
    jobs.forEach(job -> mine.addAll(job.newPacks()));
    if (mine.stream().anyMatch(pack -> !pack.stored().isDone())) {
      packs.flush();
    }
    Set<PackId> lost = new HashSet<>();
    for (StoredPack pack : mine) {
      if (!RunScope.await(pack.stored())) {
        lost.add(pack.id());
      }
    }
    return lost;
  }

  private void doAgain(List<SegmentJob> jobs, Set<PackId> lost) throws InterruptedException {
    for (SegmentJob job : jobs) {
      if (job.takeBack(lost)) {
        feeder.feedAgain(job);
      }
    }
    jobs.forEach(job -> RunScope.await(job.chunksDone()));
  }
}
