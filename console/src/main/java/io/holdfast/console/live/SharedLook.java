package io.holdfast.console.live;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks something up once for all who ask for it at the same time, as every open page does after a
 * change. Nobody is given what was looked up before they asked.
 *
 * @param <K> what is asked for; nothing is kept of it once nobody waits
 * @param <V> the answer
 */
public final class SharedLook<K, V> {

  private final Map<K, Turn<V>> turns = new ConcurrentHashMap<>();

  /** The answer of a look that began after this call; made here unless another caller makes it. */
  public V ask(K key, Supplier<V> look) {
    Turn<V> turn =
        Objects.requireNonNull(
            turns.compute(key, (_, there) -> (there == null ? new Turn<V>() : there).enter()));
    try {
      return turn.ask(look);
    } finally {
      turns.computeIfPresent(key, (_, there) -> there.leave());
    }
  }

  private static final class Turn<V> {

    private final AtomicLong asked = new AtomicLong();
    private final ReentrantLock looking = new ReentrantLock();

    /** Guarded by the map's entry. */
    private int waiting;

    /** Guarded by the lock, like the next one: all who asked up to here are answered by it. */
    private long answered;

    private @Nullable V answer;

    Turn<V> enter() {
      waiting++;
      return this;
    }

    @Nullable Turn<V> leave() {
      return --waiting == 0 ? null : this;
    }

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
