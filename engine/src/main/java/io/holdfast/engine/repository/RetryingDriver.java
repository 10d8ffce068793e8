package io.holdfast.engine.repository;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A driver that tries again, after growing pauses, what failed with {@link FailureKind#RETRYABLE}.
 * Each call of another driver may be repeated by the contract of {@link RepositoryDriver}; listings
 * are the exception, as they have told part of their result already, and are not.
 */
public final class RetryingDriver implements RepositoryDriver {
  private static final Logger log = LoggerFactory.getLogger(RetryingDriver.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final RepositoryDriver driver;
  private final int attempts;
  private final Duration firstPause;

  /**
   * @param attempts in all, at least 1
   * @param firstPause after the first failure; doubles from then on, up to 10 seconds
   */
  public RetryingDriver(RepositoryDriver driver, int attempts, Duration firstPause) {
    this.driver = driver;
    this.attempts = attempts;
    this.firstPause = firstPause;
  }

  /** Six attempts over about eight seconds. */
  public RetryingDriver(RepositoryDriver driver) {
    this(driver, 6, Duration.ofMillis(250));
  }

  @Override
  public boolean put(String name, ByteBuffer content) {
    return retrying("put " + name, () -> driver.put(name, content.duplicate()));
  }

  @Override
  public void replace(String name, ByteBuffer content) {
    retrying(
        "replace " + name,
        () -> {
          driver.replace(name, content.duplicate());
          return true;
        });
  }

  @Override
  public int read(String name, long offsetBytes, ByteBuffer into) {
    int start = into.position();
    return retrying("read " + name, () -> driver.read(name, offsetBytes, into.position(start)));
  }

  @Override
  public OptionalLong size(String name) {
    return retrying("size " + name, () -> driver.size(name));
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> found) {
    driver.list(prefix, found);
  }

  @Override
  public boolean delete(String name) {
    return retrying("delete " + name, () -> driver.delete(name));
  }

  @Override
  public void tidy(Duration olderThan) {
    driver.tidy(olderThan);
  }

  @Override
  public Space space() {
    return retrying("space", driver::space);
  }

  @Override
  public String location() {
    return driver.location();
  }

  @Override
  public void close() {
    driver.close();
  }

  private <T> T retrying(String what, Supplier<T> call) {
    Duration pause = firstPause;
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (BackupException e) {
        if (e.kind() != FailureKind.RETRYABLE || attempt >= attempts) {
          throw e;
        }
        log.warn(
            "Trying again at {}: {} attempt={} of={}",
            location(),
            e.getMessage(),
            attempt,
            attempts);
        pause(what, pause);
        pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
      }
    }
  }

  private static void pause(String what, Duration pause) {
    // Some randomness, so that many threads that failed at once do not return at once.
    long nanos = (long) (pause.toNanos() * ThreadLocalRandom.current().nextDouble(0.5, 1.0));
    try {
      new CountDownLatch(1).await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackupException(
          FailureKind.CANCELLED, "Interrupted while waiting to try again: " + what + ".", e);
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
