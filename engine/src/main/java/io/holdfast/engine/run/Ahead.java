package io.holdfast.engine.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;

/**
 * Prepares a few segments ahead, each on a thread of its own, and hands them out in order, so that
 * the round trips of one segment are over before it is needed.
 */
final class Ahead<T> {
  private static final int WINDOW = 8;

  private final RunScope scope;
  private final long end;
  private final LongPredicate wanted;
  private final LongFunction<T> prepare;
  private final Deque<CompletableFuture<T>> window = new ArrayDeque<>();
  private long next;

  /**
   * @param wanted tells which segments from {@code start} to {@code end} are to be prepared
   */
  Ahead(RunScope scope, long start, long end, LongPredicate wanted, LongFunction<T> prepare) {
    this.scope = scope;
    this.next = start;
    this.end = end;
    this.wanted = wanted;
    this.prepare = prepare;
    fill();
  }

  boolean hasNext() {
    return !window.isEmpty();
  }

  T next() {
    T prepared = RunScope.await(window.remove());
    fill();
    return prepared;
  }

  private void fill() {
    for (; window.size() < WINDOW && next < end; next++) {
      if (wanted.test(next)) {
        long ordinal = next;
        var prepared = new CompletableFuture<T>();
        window.add(prepared);
        scope.fork(() -> prepared.complete(prepare.apply(ordinal)));
      }
    }
  }
}
