package io.holdfast.nbd.client;

import io.holdfast.nbd.NbdConnectionException;
import io.holdfast.nbd.NbdErrorException;
import io.holdfast.nbd.NbdException;
import io.holdfast.nbd.NbdNegotiationException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** How a calling thread waits for requests. */
final class Waiting {
  private Waiting() {}

  /** Completes when all have, and fails when one has. */
  static CompletableFuture<@Nullable Void> all(List<CompletableFuture<?>> parts) {
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).thenApply(done -> null);
  }

  /**
   * Waits although interrupted, since the request's buffer is in use until it is answered; that is
   * bounded by the request timeout. The interrupt flag is back afterwards.
   */
  static void await(CompletableFuture<?> future) throws NbdException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          future.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw withThisStack(e.getCause());
    } finally {
      if (interrupted) Thread.currentThread().interrupt();
    }
  }

  /**
   * The same failure as if it had happened in the calling thread, which is where a reader looks
   * first.
   */
  private static NbdException withThisStack(@Nullable Throwable cause) {
    return switch (cause) {
      case NbdErrorException error ->
          copy(new NbdErrorException(error.errno(), text(error)), error);
      case NbdConnectionException broken -> new NbdConnectionException(text(broken), broken);
      case NbdNegotiationException refused -> refused;
      case null, default ->
          throw new IllegalStateException("A request failed in an unforeseen way", cause);
    };
  }

  private static NbdErrorException copy(NbdErrorException copy, Throwable original) {
    copy.initCause(original);
    return copy;
  }

  private static String text(Throwable e) {
    return String.valueOf(e.getMessage());
  }
}
