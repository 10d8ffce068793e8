package io.holdfast.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The signal that ends a run early. The first request wins and stays; a run notices it at once,
 * because its waiting threads are interrupted. Safe from any thread.
 */
public final class Cancellation {
  private final CompletableFuture<BackupException> requested = new CompletableFuture<>();

  /** Somebody wants the run to stop; it fails with {@link FailureKind#CANCELLED}. */
  public void cancel(String reason) {
    requested.complete(new BackupException(FailureKind.CANCELLED, reason));
  }

  /**
   * The process may no longer act for the task, for instance since its lease is about to end; the
   * run fails with {@link FailureKind#FENCED}.
   */
  public void fence(String reason) {
    requested.complete(new BackupException(FailureKind.FENCED, reason));
  }

  public boolean isRequested() {
    return requested.isDone();
  }

  /** The failure that the first request asked for. */
  public Optional<BackupException> reason() {
    return Optional.ofNullable(requested.getNow(null));
  }

  /** Throws the requested failure, if there is one. */
  public void throwIfRequested() {
    BackupException reason = requested.getNow(null);
    if (reason != null) {
      throw new BackupException(reason.kind(), reason.getMessage(), reason);
    }
  }

  /**
   * Runs {@code action} once a request comes, or at once if it came already, on the thread that
   * requests.
   *
   * @return undoes the registration
   */
  public Runnable onRequest(Runnable action) {
    CompletableFuture<Void> registration = requested.thenAccept(reason -> action.run());
    return () -> registration.cancel(false);
  }

  /** Waits for {@code time} (a back-off), or throws as soon as a request comes. */
  public void pause(Duration time) {
    try {
      requested.get(time.toNanos(), TimeUnit.NANOSECONDS);
      throwIfRequested();
    } catch (TimeoutException _) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackupException(FailureKind.CANCELLED, "Interrupted while waiting to retry.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a request is never completed exceptionally", e);
    }
  }
}
