package io.holdfast.console.live;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks something up once for all who ask for it at the same time, as every open page does after a
 * change. Nobody is given what was looked up before they asked.
 *
 * @param <K> what is asked for; one value is kept for each
 * @param <V> the answer
 */
public final class SharedLook<K, V> {

  private final Map<K, Turn<V>> turns = new ConcurrentHashMap<>();

  /** The answer of a look that began after this call; made here unless another caller makes it. */
  public V ask(K key, Supplier<V> look) {
    return turns.computeIfAbsent(key, _ -> new Turn<>()).ask(look);
  }

  private static final class Turn<V> {

    private final AtomicLong asked = new AtomicLong();
    private final ReentrantLock looking = new ReentrantLock();

    /** Guarded by the lock, like the next one: all who asked up to here are answered by it. */
    private long answered;

    private @Nullable V answer;

    V ask(Supplier<V> look) {
      long mine = asked.incrementAndGet();
      looking.lock();
      try {
        V known = answer;
        if (known != null && answered >= mine) {
          return known;
        }
        long upTo = asked.get();
        V found = look.get();
        answer = found;
        answered = upTo;
        return found;
      } finally {
        looking.unlock();
      }
    }
  }
}
