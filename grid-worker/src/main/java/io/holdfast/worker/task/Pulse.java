package io.holdfast.worker.task;

import io.holdfast.engine.BackupException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something small again and again on a virtual thread of its own, and at once when nudged.
 * What fails is tried again with the next beat.
 */
public final class Pulse implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Pulse.class);
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(2);

  private final Semaphore nudges = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;

  private Pulse(String name, Duration interval, Runnable beat) {
    this.thread = Thread.ofVirtual().name(name).unstarted(() -> run(name, interval, beat));
  }

  public static Pulse start(String name, Duration interval, Runnable beat) {
    Pulse pulse = new Pulse(name, interval, beat);
    pulse.thread.start();
    return pulse;
  }

  private void run(String name, Duration interval, Runnable beat) {
    try {
      while (!closed) {
        if (nudges.tryAcquire(interval.toNanos(), TimeUnit.NANOSECONDS)) {
          nudges.drainPermits();
        }
        if (!closed) {
          beatOnce(name, beat);
        }
      }
    } catch (InterruptedException e) {
      log.debug("{} stopped", name);
    }
  }

  private static void beatOnce(String name, Runnable beat) {
    try {
      beat.run();
    } catch (BackupException | org.jooq.exception.DataAccessException e) {
      log.debug("{} tries again later reason={}", name, e.getMessage());
    } catch (RuntimeException e) {
      log.error("{} failed; it tries again later", name, e);
    }
  }

  /** Has the next beat come at once. */
  public void nudge() {
    nudges.release();
  }

  @Override
  public void close() {
    closed = true;
    nudges.release();
    try {
      if (!thread.join(STOPS_WITHIN)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
