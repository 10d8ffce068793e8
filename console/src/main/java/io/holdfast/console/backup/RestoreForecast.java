package io.holdfast.console.backup;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.task.TaskView;
import io.holdfast.console.task.TasksService;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskFilter;
import io.holdfast.schema.task.TaskKind;
import io.holdfast.schema.task.TaskSort;
import io.holdfast.schema.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** How long a restore will take, by what the last ones that the caller may see achieved. */
@Service
public class RestoreForecast {

  private static final int LAST = 20;

  private final TasksService tasks;

  public RestoreForecast(TasksService tasks) {
    this.tasks = tasks;
  }

  /** At the median speed of up to 20 earlier restores; empty when there is none to go by. */
  public Optional<Duration> of(Caller caller, Backup backup) {
    List<Double> secondsPerByte =
        tasks
            .list(
                caller,
                TaskFilter.all().ofKind(TaskKind.RESTORE).inState(TaskState.SUCCEEDED),
                Order.descending(TaskSort.FINISHED),
                Slice.first(LAST))
            .stream()
            .map(TaskView::task)
            .flatMap(task -> secondsPerByte(task).stream())
            .sorted()
            .toList();
    if (secondsPerByte.isEmpty()) {
      return Optional.empty();
    }
    double median = secondsPerByte.get(secondsPerByte.size() / 2);
    return Optional.of(
        Duration.ofSeconds(Math.max(1, (long) Math.ceil(backup.sizeBytes() * median))));
  }

  private static Optional<Double> secondsPerByte(Task task) {
    Instant started = task.startedAt();
    Instant finished = task.finishedAt();
    // One that was interrupted stood still for a while, which says nothing about its speed.
    Long bytes = task.bytesTotal();
    if (started == null || finished == null || task.attempt() != 1 || bytes == null || bytes == 0) {
      return Optional.empty();
    }
    return Optional.of(Duration.between(started, finished).toMillis() / 1000.0 / bytes);
  }
}
