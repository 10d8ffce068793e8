package io.holdfast.worker.task;

import io.holdfast.engine.Progress.Amounts;
import io.holdfast.grid.worker.TaskProgress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Tells the consoles how far the running tasks are, each time that it is called: that is at most
 * twice a second. A task that stands still is told of all the same, so that its speed falls to
 * nothing on the page. Used by one thread.
 */
public final class ProgressTeller implements Runnable {

  private final TaskRunner runner;
  private final Consumer<TaskProgress> grid;
  private final Map<UUID, TaskProgress> told = new HashMap<>();

  ProgressTeller(TaskRunner runner, Consumer<TaskProgress> grid) {
    this.runner = runner;
    this.grid = grid;
  }

  @Override
  public void run() {
    Set<UUID> present = new HashSet<>();
    for (RunningTask task : runner.running()) {
      present.add(task.id());
      TaskProgress now = progress(task);
      if (!now.equals(told.put(task.id(), now))) {
        grid.accept(now);
      }
    }
    told.keySet().retainAll(present);
  }

  private static TaskProgress progress(RunningTask task) {
    Amounts amounts = task.amounts();
    return new TaskProgress(
        task.id(),
        task.owner().host(),
        task.stage(),
        amounts.totalBytes(),
        amounts.doneBytes(),
        amounts.readBytes(),
        amounts.storedBytes(),
        task.bytesPerSecond());
  }
}
