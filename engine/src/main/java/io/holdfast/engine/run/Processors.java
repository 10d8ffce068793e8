package io.holdfast.engine.run;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/**
 * The platform threads that hash, compress and seal, as many as there are cores: one object for all
 * runs of a process. Work put here never waits for anything.
 */
public final class Processors implements AutoCloseable {
  private final ExecutorService threads;
  private final int count;

  public Processors(int count) {
    ThreadFactory names = Thread.ofPlatform().daemon().name("processor-", 0).factory();
    this.threads = Executors.newFixedThreadPool(count, names);
    this.count = count;
  }

  public static Processors ofAllCores() {
    return new Processors(Runtime.getRuntime().availableProcessors());
  }

  public int count() {
    return count;
  }

  <T> CompletableFuture<T> submit(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    threads.execute(() -> {
      try {
        result.complete(work.call());
      } catch (Throwable e) {
        result.completeExceptionally(e);
      }
    });
    return result;
  }

  /** Ends the threads; runs that still use them fail. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
