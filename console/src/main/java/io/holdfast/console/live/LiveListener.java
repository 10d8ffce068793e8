package io.holdfast.console.live;

import io.holdfast.grid.worker.TaskProgress;
import java.util.List;

/**
 * Told what happens. Called on one thread for all listeners: an implementation hands work over (to
 * {@code UI.access}, say) and returns at once.
 */
public interface LiveListener {

  /** Rows changed; what happened within about a tenth of a second comes together. */
  default void changed(Changes changes) {}

  /** Running tasks went on: the newest state of each, at most twice a second. */
  default void progressed(List<TaskProgress> progress) {}
}
