package io.holdfast.console.api;

import io.holdfast.console.task.TaskView;
import io.holdfast.schema.task.Task;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task as the API shows it, with its progress while it runs.
 *
 * @param priority 1 goes first, 9 last
 * @param damaged it found a backup damaged; a verify has succeeded all the same
 * @param repeatedBy the task that was asked for in place of this one, which failed or was cancelled
 */
record TaskJson(
    UUID id,
    String kind,
    String state,
    @Nullable UUID backupId,
    @Nullable String backupName,
    @Nullable UUID volumeId,
    @Nullable String volumeName,
    @Nullable String project,
    int priority,
    @Nullable String host,
    int attempt,
    boolean cancelling,
    @Nullable String stage,
    @Nullable Long bytesTotal,
    long bytesDone,
    long bytesStored,
    @Nullable Long bytesPerSecond,
    @Nullable Long secondsLeft,
    @Nullable String message,
    boolean damaged,
    String createdBy,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable UUID repeatedBy) {

  static TaskJson of(TaskView view) {
    Task task = view.task();
    return new TaskJson(
        task.id(),
        task.kind().value(),
        task.state().value(),
        task.backupId(),
        task.backupName(),
        task.volumeId(),
        task.volumeName(),
        task.projectName(),
        task.priority(),
        task.host(),
        task.attempt(),
        view.cancelling(),
        view.stage(),
        view.bytesTotal(),
        view.bytesDone(),
        view.bytesStored(),
        view.bytesPerSecond(),
        view.secondsLeft(),
        task.message(),
        task.damaged(),
        task.createdBy(),
        task.createdAt(),
        task.startedAt(),
        task.finishedAt(),
        task.repeatedBy());
  }
}
