package io.holdfast.console.identity;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Slows repeated failures down: four are free, then one has to wait 1, 2, 4 … seconds, at most a
 * minute. Holds a bounded number of keys, the oldest forgotten first, and forgets a key a quarter
 * of an hour after its last failure.
 */
final class SignInThrottle {

  private static final int FREE = 4;
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration MEMORY = Duration.ofMinutes(15);
  private static final int MOST_KEYS = 10_000;

  private record Failures(int count, long lastNanos) {}

  private final LongSupplier nanoTime;

  /** Guarded by this. */
  private final Map<String, Failures> failures =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > MOST_KEYS;
        }
      };

  SignInThrottle(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Seconds until the next attempt is looked at; empty when it may be made now. */
  synchronized OptionalLong secondsToWait(String key) {
    Failures known = recent(key);
    if (known.count() <= FREE) {
      return OptionalLong.empty();
    }
    long pause =
        Math.min(
            LONGEST.toNanos(),
            Duration.ofSeconds(1).toNanos() << Math.min(known.count() - FREE - 1, 10));
    long left = known.lastNanos() + pause - nanoTime.getAsLong();
    return left <= 0
        ? OptionalLong.empty()
        : OptionalLong.of(Math.ceilDiv(left, Duration.ofSeconds(1).toNanos()));
  }

  synchronized void failed(String key) {
    Failures known = recent(key);
    failures.remove(key);
    failures.put(key, new Failures(known.count() + 1, nanoTime.getAsLong()));
  }

  synchronized void succeeded(String key) {
    failures.remove(key);
  }

  private Failures recent(String key) {
    Failures known = failures.get(key);
    return known == null || nanoTime.getAsLong() - known.lastNanos() > MEMORY.toNanos()
        ? new Failures(0, nanoTime.getAsLong())
        : known;
  }
}
