package io.holdfast.console.policy;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps policies going: a round each second starts what is due and submits backups; every so often
 * one looks for what may go. Each console has one, and none needs to know of the others, since the
 * database lets each thing happen once.
 */
@Component
class PolicyKeeper implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(PolicyKeeper.class);
  private static final long TICK_MILLIS = 1000;
  private static final int ROUNDS_PER_SWEEP = 10;

  private final DueRuns due;
  private final RunBackups backups;
  private final Sweep sweep;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean running;

  PolicyKeeper(DSLContext database) {
    this.due = new DueRuns(database);
    this.backups = new RunBackups(database);
    this.sweep = new Sweep(database);
  }

  @Override
  public void start() {
    running = true;
    Thread.ofVirtual().name("policies").start(this::keep);
  }

  private void keep() {
    try {
      boolean more = false;
      for (int round = 0; !stopped.await(more ? 0 : TICK_MILLIS, MILLISECONDS); round++) {
        quietly("Starting runs of policies", () -> ran(due));
        more = quietly("Submitting backups of policies", backups::run);
        if (round % ROUNDS_PER_SWEEP == 0) {
          quietly("Deleting what policies no longer keep", () -> ran(sweep));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean ran(Runnable round) {
    round.run();
    return false;
  }

  /** One of the edges where everything is caught: the next round tries again. */
  private boolean quietly(String what, BooleanSupplier round) {
    try {
      return round.getAsBoolean();
    } catch (RuntimeException e) {
      if (stopped.getCount() > 0) {
        log.warn("{} failed and is tried again reason={}", what, e.toString());
        log.debug("{} failed", what, e);
      }
      return false;
    }
  }

  @Override
  public void stop() {
    running = false;
    stopped.countDown();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
