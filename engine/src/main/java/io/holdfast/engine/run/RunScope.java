package io.holdfast.engine.run;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.Cancellation;
import io.holdfast.engine.FailureKind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The virtual threads of one run. The first failure of any of them, or a cancellation, interrupts
 * all of them, and is what the run fails with. No thread outlives the run.
 *
 * <p>Waits in these threads have no timeouts of their own: the scope ends them by interrupting.
 */
final class RunScope {
  private static final Logger log = LoggerFactory.getLogger(RunScope.class);
  private static final int SECONDS_TO_END = 30;

  private final ExecutorService threads;
  private final CompletableFuture<?> ended;

  private RunScope(String name, CompletableFuture<?> ended) {
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).factory());
    this.ended = ended;
  }

  /** Work that may wait. */
  @FunctionalInterface
  interface Work {
    void run() throws InterruptedException;
  }

  /** Runs {@code body} on a thread of a new scope, and waits for it and all that it forked. */
  static <T> T run(String name, Cancellation cancellation, Function<RunScope, T> body) {
    cancellation.throwIfRequested();
    var result = new CompletableFuture<T>();
    var scope = new RunScope(name, result);
    Runnable undo = cancellation.onRequest(() -> cancellation.reason().ifPresent(scope::fail));
    try {
      scope.fork(() -> result.complete(body.apply(scope)));
      return await(result);
    } catch (BackupException e) {
      scope.fail(e);
      throw e;
    } finally {
      undo.run();
      scope.end();
    }
  }

  /** Runs {@code work} on a virtual thread of its own; its failure is the run's. */
  void fork(Work work) {
    try {
      threads.execute(() -> {
        try {
          work.run();
        } catch (InterruptedException e) {
          fail(interrupted(e));
        } catch (Throwable e) {
          fail(e);
        }
      });
    } catch (RejectedExecutionException e) {
      throw new BackupException(FailureKind.CANCELLED, "The run has ended already.", e);
    }
  }

  private void fail(Throwable failure) {
    if (ended.completeExceptionally(failure)) {
      log.debug("Run ends early", failure);
    }
    threads.shutdownNow();
  }

  private void end() {
    threads.shutdown();
    boolean interrupted = false;
    try {
      if (!threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
        log.warn("A call did not end within {} s after its run; it is left alone", SECONDS_TO_END);
      }
    } catch (InterruptedException _) {
      interrupted = true;
    }
    if (interrupted) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a result; a failure there is thrown here as it is. */
  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException("unexpected failure", e);
      }
    }
  }

  static BackupException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new BackupException(FailureKind.CANCELLED, "The run was interrupted.", cause);
  }
}
