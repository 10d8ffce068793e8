package io.holdfast.console.task;

import io.holdfast.grid.worker.TaskProgress;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * A task with how far it is: by its worker's last message while it runs, else by its row.
 *
 * @param stage what it is doing, one lower-case word
 * @param bytesTotal {@code null} until it is known
 * @param bytesPerSecond {@code null} unless the worker has just said so
 * @param secondsLeft {@code null} unless it can be told
 */
public record TaskView(
    Task task,
    @Nullable String stage,
    @Nullable Long bytesTotal,
    long bytesDone,
    long bytesStored,
    @Nullable Long bytesPerSecond,
    @Nullable Long secondsLeft) {

  /** A task with its worker's last message, if there is one. */
  public static TaskView of(Task task, @Nullable TaskProgress progress) {
    // A message of an earlier attempt may still be around when the task has moved on.
    if (progress == null
        || task.state() != TaskState.RUNNING
        || !progress.host().equals(task.host())) {
      return new TaskView(
          task, task.stage(), task.bytesTotal(), task.bytesDone(), task.bytesStored(), null, null);
    }
    long left = progress.bytesTotal() - progress.bytesDone();
    return new TaskView(
        task,
        progress.stage(),
        progress.bytesTotal(),
        progress.bytesDone(),
        progress.bytesStored(),
        progress.bytesPerSecond(),
        progress.bytesPerSecond() > 0 && left >= 0
            ? Math.ceilDiv(left, progress.bytesPerSecond())
            : null);
  }

  /** How much is done, from 0 to 1; {@code null} until that can be told. */
  public @Nullable Double fraction() {
    if (task.state() == TaskState.SUCCEEDED) {
      return 1.0;
    }
    return bytesTotal == null || bytesTotal == 0
        ? null
        : Math.clamp((double) bytesDone / bytesTotal, 0.0, 1.0);
  }

  /** Whether somebody has asked for it to be cancelled and it has not ended yet. */
  public boolean cancelling() {
    return task.cancelRequestedAt() != null && !task.state().finished();
  }
}
