package io.holdfast.cli.output;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting between two looks at something that does not call back. */
public final class Pause {

  private Pause() {}

  /** Returns after about this time. */
  public static void of(Duration duration) throws InterruptedException {
    LockSupport.parkNanos(duration.toNanos());
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted while waiting");
    }
  }
}
