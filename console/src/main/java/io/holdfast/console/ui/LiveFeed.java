package io.holdfast.console.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import io.holdfast.console.live.Changes;
import io.holdfast.console.live.LiveListener;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.live.Registration;
import io.holdfast.grid.worker.TaskProgress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings live updates to a component while it is attached, under its session's lock. Changes come
 * at most three times a second: the first at once, what follows gathered.
 */
public final class LiveFeed {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final UI ui;
  private final Consumer<Changes> changed;
  private final Consumer<List<TaskProgress>> progressed;

  /** Guarded by this, like the next two. */
  private @Nullable Changes waiting;

  private boolean scheduled;
  private long toldAtNanos = System.nanoTime() - PAUSE_NANOS;

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
      component.addDetachListener(detached -> {
        detached.unregisterListener();
        registration.close();
      });
    });
  }

  private LiveListener listener() {
    return new LiveListener() {
      @Override
      public void changed(Changes changes) {
        gather(changes);
      }

      @Override
      public void progressed(List<TaskProgress> progress) {
        access(() -> progressed.accept(progress));
      }
    };
  }

  private synchronized void gather(Changes changes) {
    waiting = waiting == null ? changes : merge(waiting, changes);
    if (!scheduled) {
      scheduled = true;
      long wait = toldAtNanos + PAUSE_NANOS - System.nanoTime();
      if (wait <= 0) {
        access(this::tell);
      } else {
        CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS)
            .execute(() -> access(this::tell));
      }
    }
  }

  private void tell() {
    Changes changes;
    synchronized (this) {
      changes = waiting;
      waiting = null;
      scheduled = false;
      toldAtNanos = System.nanoTime();
    }
    if (changes != null) {
      changed.accept(changes);
    }
  }

  private void access(Runnable work) {
    try {
      ui.access(work::run);
    } catch (UIDetachedException e) {
      // The page was closed meanwhile; its subscription ends with it.
      synchronized (this) {
        scheduled = false;
      }
    }
  }

  private static Changes merge(Changes first, Changes second) {
    if (first.everything() || second.everything()) {
      return new Changes(true, Set.of());
    }
    Set<io.holdfast.schema.change.Change> rows = new HashSet<>(first.rows());
    rows.addAll(second.rows());
    return new Changes(false, rows);
  }
}
