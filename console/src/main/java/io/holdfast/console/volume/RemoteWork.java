package io.holdfast.console.volume;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Carries out what takes a volume service a while, so that nobody waits for it. Bounded: what finds
 * no place waits on its own thread, in the status that its row shows. Remembers what this console
 * has begun, so that work that it dropped, as the database was away, is taken up again by it: no
 * other console can know.
 */
@Component
class RemoteWork implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RemoteWork.class);
  private static final int AT_ONCE = 32;

  /** Longer than a transaction by which work is entered can take. */
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(5);

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("volume-work-", 0).factory());
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Set<UUID> inHand = ConcurrentHashMap.newKeySet();

  /** What this console began and has not ended, and since when. */
  private final Map<UUID, Instant> begun = new ConcurrentHashMap<>();

  /**
   * Moves a row into its passing status, of which work is to follow.
   *
   * @param entry whether it did; when it throws, nobody knows
   */
  boolean enter(UUID subject, BooleanSupplier entry) {
    boolean first = begin(subject);
    boolean entered = entry.getAsBoolean();
    if (!entered && first) {
      begun.remove(subject);
    }
    return entered;
  }

  private boolean begin(UUID subject) {
    return begun.put(subject, Instant.now()) == null;
  }

  /** Has work done on a volume or snapshot, unless some is being done on it already. */
  void start(UUID subject, Runnable work) {
    if (!inHand.add(subject)) {
      return;
    }
    begin(subject);
    threads.execute(() -> {
      try {
        places.acquire();
        try {
          work.run();
          begun.remove(subject);
        } finally {
          places.release();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        // The row keeps its passing status, and this console's healing takes it up again.
        log.warn("Work on a volume failed and will be taken up again subject={}", subject, e);
      } finally {
        inHand.remove(subject);
      }
    });
  }

  /** Does work on a new volume on the caller's thread. */
  <T> T doNow(UUID subject, Supplier<T> work) {
    inHand.add(subject);
    begin(subject);
    try {
      T result = work.get();
      begun.remove(subject);
      return result;
    } finally {
      inHand.remove(subject);
    }
  }

  /** Whether this process is working on it. */
  boolean isInHand(UUID subject) {
    return inHand.contains(subject);
  }

  /** Whether this console began it, and has let go of it before the end. */
  boolean wasDropped(UUID subject) {
    return begun.containsKey(subject) && !isInHand(subject);
  }

  /** Whether there may be something that it dropped. */
  boolean mayHaveDropped() {
    return !inHand.containsAll(begun.keySet());
  }

  /** Forgets what it dropped long ago and is not passing: it was never entered, or has ended. */
  void forgetOthersThan(Set<UUID> passing) {
    Instant longAgo = Instant.now().minus(FORGOTTEN_AFTER);
    begun
        .entrySet()
        .removeIf(entry ->
            !passing.contains(entry.getKey())
                && !isInHand(entry.getKey())
                && entry.getValue().isBefore(longAgo));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
