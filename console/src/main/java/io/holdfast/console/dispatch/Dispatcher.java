package io.holdfast.console.dispatch;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs rounds of offers and of fencing while this console is the one that dispatches. A round
 * follows each {@link #nudge} (a task was queued, a worker came or became free) and, in case a
 * nudge was lost, each tick.
 */
public final class Dispatcher implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
  private static final Duration TICK = Duration.ofSeconds(1);

  /** Less than the second for which a worker may idle, together with the rest of a busy one. */
  private static final Duration OFFERS_TICK = Duration.ofMillis(500);

  /**
   * How long the database must have answered without a break before anybody is fenced: after an
   * outage all leases have run out, and whoever is alive renews first.
   */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** A lone nudge is followed at once; of a burst those that come within this go together. */
  private static final Duration GATHER = Duration.ofMillis(25);

  private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);

  private final Grid grid;
  private final OfferRound offers;
  private final Fencing fencing;
  private final Duration grace;
  private final Semaphore nudges = new Semaphore(0);
  private final ExecutorService threads;

  public Dispatcher(Grid grid, DSLContext database) {
    this(grid, database, GRACE);
  }

  Dispatcher(Grid grid, DSLContext database, Duration grace) {
    this.grid = grid;
    this.grace = grace;
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("dispatcher-", 0).factory());
    this.offers = new OfferRound(grid, database, threads, this::nudge);
    this.fencing = new Fencing(grid, database, Fencing.LOST_AFTER, threads);
  }

  /** Begins; once. */
  public void start() {
    threads.execute(this::offerUntilStopped);
    threads.execute(this::fenceUntilStopped);
  }

  /** Something changed that may let a task go. Cheap; from any thread. */
  public void nudge() {
    nudges.release();
  }

  private void offerUntilStopped() {
    try {
      while (!threads.isShutdown()) {
        nudges.tryAcquire(OFFERS_TICK.toMillis(), TimeUnit.MILLISECONDS);
        nudges.drainPermits();
        quietly("Handing out tasks", offers::run);
        TimeUnit.MILLISECONDS.sleep(GATHER.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void fenceUntilStopped() {
    try {
      long answersSince = System.nanoTime();
      while (!threads.awaitTermination(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
        long now = System.nanoTime();
        boolean done =
            quietly(
                "Looking for dead workers",
                now - answersSince >= grace.toNanos() ? fencing::run : fencing::look);
        if (!done) {
          answersSince = System.nanoTime();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * One of the edges where everything is caught: the next round tries again. False when this one
   * was not done, by a failure or because another console dispatches.
   */
  private boolean quietly(String what, Runnable round) {
    try {
      if (!grid.dispatchesHere()) {
        return false;
      }
      round.run();
      return true;
    } catch (RuntimeException e) {
      if (!threads.isShutdown()) {
        log.warn("{} failed and is tried again in a second reason={}", what, e.toString());
        log.debug("{} failed", what, e);
      }
      return false;
    }
  }

  /** Waits a few seconds for what is under way; what still is then does no harm. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
        log.info("Ended while a question to the database or a worker was still open");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
