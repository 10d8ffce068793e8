package io.holdfast.console.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import io.holdfast.console.live.Changes;
import io.holdfast.console.live.LiveListener;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.live.Registration;
import io.holdfast.grid.worker.TaskProgress;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings live updates to a component while it is attached, under its session's lock. They come at
 * most twice a second: the first at once, what follows gathered. Each page is told by a thread of
 * its own, so that hundreds look at the same time, and share what they look at. A page that takes
 * long to read what it shows reads a quarter of the time at most: in a large installation that is
 * busy it would else keep the database busy, too.
 *
 * <p>Once a minute everything may have changed: a volume is late, and a moment longer ago, without
 * that anything happened.
 */
public final class LiveFeed {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** So many times as long as a telling takes lie between the beginnings of two. */
  private static final int REST = 4;

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static final Executor THREADS = work -> Thread.ofVirtual().name("live-feed").start(work);

  private static final Changes EVERYTHING = new Changes(true, Set.of());

  private final UI ui;
  private final Consumer<Changes> changed;
  private final Consumer<List<TaskProgress>> progressed;

  /** Guarded by this, like the next five. */
  private @Nullable Changes waiting;

  private final Map<UUID, TaskProgress> newest = new LinkedHashMap<>();

  private boolean scheduled;
  private boolean ended;
  private long toldAtNanos = System.nanoTime() - PAUSE_NANOS;
  private long pauseNanos = PAUSE_NANOS;

  private LiveFeed(UI ui, Consumer<Changes> changed, Consumer<List<TaskProgress>> progressed) {
    this.ui = ui;
    this.changed = changed;
    this.progressed = progressed;
  }

  /** Follows updates from each attaching to the next detaching. */
  public static void follow(
      Component component,
      LiveUpdates live,
      Consumer<Changes> changed,
      Consumer<List<TaskProgress>> progressed) {
    component.addAttachListener(attached -> {
      LiveFeed feed = new LiveFeed(attached.getUI(), changed, progressed);
      Registration registration = live.subscribe(feed.listener());
      feed.awaitMinute();
      component.addDetachListener(detached -> {
        detached.unregisterListener();
        registration.close();
        feed.end();
      });
    });
  }

  private LiveListener listener() {
    return new LiveListener() {
      @Override
      public void changed(Changes changes) {
        gather(changes, List.of());
      }

      @Override
      public void progressed(List<TaskProgress> progress) {
        gather(null, progress);
      }
    };
  }

  private void awaitMinute() {
    CompletableFuture.delayedExecutor(MINUTE.toNanos(), TimeUnit.NANOSECONDS, THREADS)
        .execute(this::passMinute);
  }

  private void passMinute() {
    synchronized (this) {
      if (ended) {
        return;
      }
      gather(EVERYTHING, List.of());
    }
    awaitMinute();
  }

  private synchronized void end() {
    ended = true;
  }

  private synchronized void gather(@Nullable Changes changes, List<TaskProgress> progress) {
    if (changes != null) {
      waiting = waiting == null ? changes : merge(waiting, changes);
    }
    progress.forEach(each -> newest.put(each.taskId(), each));
    if (!scheduled) {
      scheduled = true;
      long wait = Math.max(0, toldAtNanos + pauseNanos - System.nanoTime());
      CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS, THREADS).execute(this::access);
    }
  }

  private void access() {
    try {
      ui.access(this::tell);
    } catch (UIDetachedException e) {
      // The page was closed meanwhile; its subscription ends with it.
      synchronized (this) {
        scheduled = false;
      }
    }
  }

  private void tell() {
    Changes changes;
    List<TaskProgress> progress;
    synchronized (this) {
      changes = waiting;
      progress = List.copyOf(newest.values());
      waiting = null;
      newest.clear();
      scheduled = false;
      toldAtNanos = System.nanoTime();
    }
    try {
      if (changes != null) {
        changed.accept(changes);
      }
      if (!progress.isEmpty()) {
        progressed.accept(progress);
      }
    } finally {
      synchronized (this) {
        pauseNanos = Math.max(PAUSE_NANOS, REST * (System.nanoTime() - toldAtNanos));
      }
    }
  }

  private static Changes merge(Changes first, Changes second) {
    if (first.everything() || second.everything()) {
      return EVERYTHING;
    }
    Set<io.holdfast.schema.change.Change> rows = new HashSet<>(first.rows());
    rows.addAll(second.rows());
    return new Changes(false, rows);
  }
}
