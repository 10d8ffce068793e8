package io.holdfast.console.volume;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Carries out what takes a volume service a while, so that nobody waits for it. Bounded: what finds
 * no place waits on its own thread, in the status that its row shows.
 */
@Component
class RemoteWork implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RemoteWork.class);
  private static final int AT_ONCE = 32;

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("volume-work-", 0).factory());
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Set<UUID> inHand = ConcurrentHashMap.newKeySet();

  /** Has work done on a volume or snapshot, unless some is being done on it already. */
  void start(UUID subject, Runnable work) {
    if (!inHand.add(subject)) {
      return;
    }
    threads.execute(() -> {
      try {
        places.acquire();
        try {
          work.run();
        } finally {
          places.release();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        // The row keeps its passing status, and the healing takes it up again.
        log.warn("Work on a volume failed and will be taken up again subject={}", subject, e);
      } finally {
        inHand.remove(subject);
      }
    });
  }

  /** Does work on a new volume on the caller's thread. */
  <T> T doNow(UUID subject, Supplier<T> work) {
    inHand.add(subject);
    try {
      return work.get();
    } finally {
      inHand.remove(subject);
    }
  }

  /** Whether this process is working on it. */
  boolean isInHand(UUID subject) {
    return inHand.contains(subject);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
