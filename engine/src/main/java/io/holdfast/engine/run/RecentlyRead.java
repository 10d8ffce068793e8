package io.holdfast.engine.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Remembers the values that were asked for last. Of many threads that ask for the same value at
 * once one makes it, the others wait for it; failures are not remembered. The object's lock guards
 * the map.
 */
final class RecentlyRead<K, V> {
  private final Semaphore making;
  private final Map<K, CompletableFuture<V>> values;

  /**
   * @param atOnce how many values may be in the making
   */
  RecentlyRead(int capacity, int atOnce) {
    this.making = new Semaphore(atOnce);
    this.values =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, CompletableFuture<V>> eldest) {
            return size() > capacity;
          }
        };
  }

  V get(K key, Function<K, V> maker) {
    CompletableFuture<V> known;
    CompletableFuture<V> mine = new CompletableFuture<>();
    synchronized (this) {
      known = values.putIfAbsent(key, mine);
    }
    if (known != null) {
      return RunScope.await(known);
    }
    boolean permitted = false;
    try {
      making.acquire();
      permitted = true;
      mine.complete(maker.apply(key));
    } catch (InterruptedException e) {
      mine.completeExceptionally(RunScope.interrupted(e));
    } catch (Throwable e) {
      mine.completeExceptionally(e);
    } finally {
      if (permitted) {
        making.release();
      }
      if (mine.isCompletedExceptionally()) {
        forget(key, mine);
      }
    }
    return RunScope.await(mine);
  }

  private synchronized void forget(K key, CompletableFuture<V> failed) {
    values.remove(key, failed);
  }

  synchronized void forget(K key) {
    values.remove(key);
  }

  synchronized void clear() {
    values.clear();
  }
}
