package io.holdfast.chaos.load;

import io.holdfast.cli.output.Pause;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for something that may never come. */
final class Waiting {

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private Waiting() {}

  /** Whether it came to be, in a minute at most. */
  static boolean until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    try {
      while (!condition.getAsBoolean()) {
        if (System.nanoTime() > deadline) {
          return false;
        }
        Pause.of(LOOK_EVERY);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
