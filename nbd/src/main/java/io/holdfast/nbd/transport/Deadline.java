package io.holdfast.nbd.transport;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Does something unless it is closed before a time is over: for instance close a socket on which
 * others wait in vain.
 */
public final class Deadline implements AutoCloseable {
  private final CompletableFuture<Boolean> passed = new CompletableFuture<>();

  /** The action must be short and must not fail. */
  public Deadline(Duration duration, Runnable action) {
    passed.thenAccept(over -> {
      if (over) action.run();
    });
    passed.completeOnTimeout(true, duration.toMillis(), TimeUnit.MILLISECONDS);
  }

  public boolean hasPassed() {
    return passed.getNow(false);
  }

  @Override
  public void close() {
    passed.complete(false);
  }
}
