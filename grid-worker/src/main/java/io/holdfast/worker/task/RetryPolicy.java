package io.holdfast.worker.task;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a task waits after a failure that may pass: twice as long each time, with some chance,
 * so that tasks that failed together do not return together.
 *
 * @param firstDelay after the first failure; greater than zero
 * @param longestDelay never more than this
 */
public record RetryPolicy(Duration firstDelay, Duration longestDelay) {

  public RetryPolicy {
    if (!firstDelay.isPositive() || longestDelay.compareTo(firstDelay) < 0) {
      throw new IllegalArgumentException(
          "retry delays of %s to %s".formatted(firstDelay, longestDelay));
    }
  }

  /**
   * The delay before the next attempt.
   *
   * @param failures attempts that failed before the one at hand
   */
  Duration after(int failures) {
    double factor = Math.pow(2, Math.min(failures, 30));
    double millis = Math.min(firstDelay.toMillis() * factor, longestDelay.toMillis());
    return Duration.ofMillis((long) (millis * ThreadLocalRandom.current().nextDouble(0.75, 1.0)));
  }
}
