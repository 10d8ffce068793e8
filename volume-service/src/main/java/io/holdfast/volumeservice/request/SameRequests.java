package io.holdfast.volumeservice.request;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Makes one of requests that ask for the same at the same time: the first does it, the others wait
 * for what comes of it. A caller that gave up and asks again so joins its own first request.
 */
final class SameRequests {

  private final ConcurrentMap<String, CompletableFuture<Object>> running =
      new ConcurrentHashMap<>();

  @SuppressWarnings("unchecked") // One request always makes the same type.
  <T> T once(String request, Supplier<T> work) {
    CompletableFuture<Object> mine = new CompletableFuture<>();
    CompletableFuture<Object> first = running.putIfAbsent(request, mine);
    if (first != null) {
      return (T) joined(first);
    }
    try {
      mine.complete(work.get());
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
    } finally {
      running.remove(request, mine);
    }
    return (T) joined(mine);
  }

  private static Object joined(CompletableFuture<Object> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
