package io.holdfast.engine.run;

import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.record.ChunkIndex;
import io.holdfast.engine.record.ChunkLocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks the index for chunks in batches. A question costs the database and this process about the
 * same whether it is for one chunk or for twenty, so they are asked at a pace: a lone chunk does
 * not wait, those that come soon after a question wait for the next one, together, until there are
 * enough of them or no more on their way.
 */
final class Lookups {
  private static final int MAX_BATCH = 1024;

  /** Short beside the time that the chunks in memory take to be computed. */
  private static final long PACE_NANOS = Duration.ofMillis(20).toNanos();

  private final ChunkIndex index;
  private final RunScope scope;
  private final int enough;
  private final ConcurrentLinkedQueue<Question> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open = new AtomicInteger();
  private final Semaphore hurry = new Semaphore(0);

  /** Chunks that may ask in a moment; without any there is nothing to wait for. */
  private final AtomicInteger coming = new AtomicInteger();

  /** Only the thread that asks touches it; one follows the other. */
  private volatile long askedAt = System.nanoTime() - PACE_NANOS;

  private record Question(ChunkId id, CompletableFuture<Optional<ChunkLocation>> answer) {}

  /**
   * @param enough chunks that are asked for at once; fewer than can wait at the same time
   */
  Lookups(ChunkIndex index, RunScope scope, int enough) {
    this.index = index;
    this.scope = scope;
    this.enough = enough;
  }

  /** A chunk is on its way that {@link #find} or {@link #comesNot} will be called for. */
  void comes() {
    coming.incrementAndGet();
  }

  /** It need not be looked for. */
  void comesNot() {
    if (coming.decrementAndGet() == 0) {
      hurry.release();
    }
  }

  /** Where a chunk is; waits. */
  Optional<ChunkLocation> find(ChunkId id) {
    var question = new Question(id, new CompletableFuture<>());
    waiting.add(question);
    int waitingNow = open.incrementAndGet();
    if (waitingNow == 1) {
      scope.fork(this::answerAll);
    }
    if (waitingNow >= enough) {
      hurry.release();
    }
    comesNot();
    return RunScope.await(question.answer);
  }

  private void answerAll() throws InterruptedException {
    int answered;
    do {
      awaitPace();
      List<Question> batch = new ArrayList<>();
      for (Question next = waiting.poll(); next != null; next = waiting.poll()) {
        batch.add(next);
        if (batch.size() == MAX_BATCH) {
          break;
        }
      }
      Map<ChunkId, ChunkLocation> found =
          index.find(batch.stream().map(Question::id).distinct().toList());
      batch.forEach(asked -> asked.answer.complete(Optional.ofNullable(found.get(asked.id))));
      answered = batch.size();
    } while (open.addAndGet(-answered) > 0);
  }

  private void awaitPace() throws InterruptedException {
    long wait = askedAt + PACE_NANOS - System.nanoTime();
    hurry.drainPermits();
    if (wait > 0 && open.get() < enough && coming.get() > 0) {
      hurry.tryAcquire(wait, TimeUnit.NANOSECONDS);
    }
    askedAt = System.nanoTime();
  }
}
