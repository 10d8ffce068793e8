package io.holdfast.console.live;

import io.holdfast.grid.worker.TaskProgress;
import io.holdfast.schema.change.Change;
import io.holdfast.schema.change.ChangeListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells subscribers of changes and progress. One thread tells all, so that a subscriber sees events
 * in order; what arrives meanwhile is gathered, so that a burst costs one telling.
 */
public final class LiveUpdates implements ChangeListener, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LiveUpdates.class);

  /** Time in which changes are gathered: below what an eye notices, above what a burst takes. */
  private static final Duration GATHER = Duration.ofMillis(80);

  private static final Duration PROGRESS_EVERY = Duration.ofMillis(500);

  /** More changed rows than this at once are told as "everything". */
  private static final int MOST_ROWS = 1000;

  /** Progress older than this no longer says how fast a task goes. */
  private static final Duration PROGRESS_HOLDS = Duration.ofSeconds(5);

  private record Heard(TaskProgress progress, long atNanos) {}

  private final List<LiveListener> listeners = new CopyOnWriteArrayList<>();
  private final List<ChangeListener> followers = new CopyOnWriteArrayList<>();
  private final Map<UUID, Heard> newest = new ConcurrentHashMap<>();
  private final Thread teller;

  /** Guards the fields below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition news = lock.newCondition();
  private final Set<Change> rows = new LinkedHashSet<>();
  private final Map<UUID, TaskProgress> progress = new LinkedHashMap<>();
  private boolean everything;
  private long progressToldAtNanos = System.nanoTime() - PROGRESS_EVERY.toNanos();
  private boolean closed;

  public LiveUpdates() {
    this.teller = Thread.ofVirtual().name("live-updates").start(this::tellOn);
  }

  /** Has a listener told from now on. */
  public Registration subscribe(LiveListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Has a listener told of each change as it comes, ungathered, on the feed's own thread. */
  public Registration follow(ChangeListener follower) {
    followers.add(follower);
    return () -> followers.remove(follower);
  }

  /** The newest progress of a task, if there is one of the last seconds. */
  public Optional<TaskProgress> progressOf(UUID taskId) {
    Heard heard = newest.get(taskId);
    return heard == null || System.nanoTime() - heard.atNanos() > PROGRESS_HOLDS.toNanos()
        ? Optional.empty()
        : Optional.of(heard.progress());
  }

  @Override
  public void changed(Set<Change> changes) {
    followers.forEach(follower -> follower.changed(changes));
    locked(() -> {
      everything |= rows.size() + changes.size() > MOST_ROWS;
      if (!everything) {
        rows.addAll(changes);
      }
    });
  }

  @Override
  public void everythingMayHaveChanged() {
    followers.forEach(ChangeListener::everythingMayHaveChanged);
    locked(() -> everything = true);
  }

  /** A running task went on. */
  public void progressed(TaskProgress update) {
    newest.put(update.taskId(), new Heard(update, System.nanoTime()));
    locked(() -> progress.put(update.taskId(), update));
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  private void tellOn() {
    try {
      while (awaitNews()) {
        TimeUnit.NANOSECONDS.sleep(GATHER.toNanos());
        tell();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean awaitNews() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && rows.isEmpty() && !everything) {
        long wait = progressToldAtNanos + PROGRESS_EVERY.toNanos() - System.nanoTime();
        if (progress.isEmpty()) {
          news.await();
        } else if (wait <= 0) {
          break;
        } else {
          news.awaitNanos(wait);
        }
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void tell() {
    List<Consumer<LiveListener>> messages = new ArrayList<>();
    lock.lock();
    try {
      if (everything || !rows.isEmpty()) {
        Changes changes = new Changes(everything, everything ? Set.of() : rows);
        messages.add(listener -> listener.changed(changes));
        rows.clear();
        everything = false;
      }
      long now = System.nanoTime();
      if (!progress.isEmpty() && now - progressToldAtNanos >= PROGRESS_EVERY.toNanos()) {
        List<TaskProgress> updates = List.copyOf(progress.values());
        messages.add(listener -> listener.progressed(updates));
        progress.clear();
        progressToldAtNanos = now;
        newest.values().removeIf(heard -> now - heard.atNanos() > PROGRESS_HOLDS.toNanos());
      }
    } finally {
      lock.unlock();
    }
    listeners.forEach(listener -> messages.forEach(message -> guarded(listener, message)));
  }

  private static void guarded(LiveListener listener, Consumer<LiveListener> message) {
    try {
      message.accept(listener);
    } catch (RuntimeException e) {
      log.warn("A listener to live updates failed", e);
    }
  }

  @Override
  public void close() {
    locked(() -> closed = true);
    teller.interrupt();
  }
}
