package io.holdfast.engine.run;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A piece of work that is done when all its parts are. It starts with one part, the starting of the
 * others, so that it cannot be done too early.
 */
final class Countdown {
  private final AtomicInteger open = new AtomicInteger(1);
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  void end() {
    if (open.decrementAndGet() == 0) {
      done.complete(null);
    }
  }

  /** Runs a part on a thread of its own. */
  void fork(RunScope scope, RunScope.Work part) {
    open.incrementAndGet();
    scope.fork(() -> {
      part.run();
      end();
    });
  }

  void await() {
    RunScope.await(done);
  }
}
