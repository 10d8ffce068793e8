package io.holdfast.worker.record;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.worker.lease.Gate;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats what failed only because the database was away, until it is back: a restart of the
 * database makes tasks wait, never fail. What is repeated must bear being done twice, since a
 * connection may break after the commit. The wait ends early when the thread is interrupted, when
 * the worker is fenced, or when this worker's life ends.
 */
public final class DatabasePatience implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DatabasePatience.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final Duration SAY_EVERY = Duration.ofSeconds(10);

  private final Gate gate;
  private final CountDownLatch ended = new CountDownLatch(1);

  public DatabasePatience(Gate gate) {
    this.gate = gate;
  }

  /**
   * Returns what {@code work} answers, however long the database is away.
   *
   * @throws BackupException {@link FailureKind#FENCED} or {@link FailureKind#CANCELLED} when
   *     waiting made no more sense
   */
  public <T> T call(Supplier<T> work) {
    Duration pause = FIRST_PAUSE;
    long saidAt = 0;
    boolean said = false;
    while (true) {
      try {
        T result = work.get();
        if (said) {
          log.info("The database is back");
        }
        return result;
      } catch (DataAccessException e) {
        if (!isPassing(e)) {
          throw e;
        }
        long now = System.nanoTime();
        if (!said || now - saidAt > SAY_EVERY.toNanos()) {
          log.warn("Waiting for the database reason={}", e.getMessage());
          said = true;
          saidAt = now;
        }
        pause(pause, e);
        pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
      }
    }
  }

  private void pause(Duration pause, DataAccessException why) {
    gate.throwIfFenced();
    try {
      if (ended.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new BackupException(
            FailureKind.CANCELLED, "The worker stops while the database is away.", why);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackupException(
          FailureKind.CANCELLED, "Stopped while waiting for the database.", e);
    }
  }

  /**
   * Whether the same statement may work in a moment: the connection or the server was the cause.
   */
  public static boolean isPassing(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof SQLTransientException || e instanceof SQLRecoverableException) {
        return true;
      }
      if (e instanceof SQLException sql && sql.getSQLState() != null) {
        String state = sql.getSQLState();
        // Connection lost; too few resources; ended by an administrator; deadlock or serialization.
        if (state.startsWith("08")
            || state.startsWith("53")
            || state.startsWith("57")
            || state.startsWith("40")) {
          return true;
        }
      }
    }
    return false;
  }

  /** Ends every wait, now and from now on. */
  @Override
  public void close() {
    ended.countDown();
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
