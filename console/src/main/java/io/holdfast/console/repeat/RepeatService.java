package io.holdfast.console.repeat;

import io.holdfast.console.backup.BackupsService;
import io.holdfast.console.backup.NotBackedUp;
import io.holdfast.console.backup.NotDone;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.repository.NotQueued;
import io.holdfast.console.task.TaskView;
import io.holdfast.console.task.TasksService;
import io.holdfast.console.volume.VolumesService;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.RepeatResult;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskKind;
import io.holdfast.schema.task.TaskState;
import io.holdfast.schema.volume.Volume;
import java.util.Objects;
import java.util.UUID;
import org.jooq.DSLContext;
import org.springframework.stereotype.Service;

/** Asks once more for what a failed or cancelled task was to do. */
@Service
public class RepeatService {

  private final TasksService tasks;
  private final BackupsService backups;
  private final VolumesService volumes;
  private final BackupSubmission submission;

  RepeatService(
      DSLContext database, TasksService tasks, BackupsService backups, VolumesService volumes) {
    this.tasks = tasks;
    this.backups = backups;
    this.volumes = volumes;
    this.submission = new BackupSubmission(database);
  }

  /** Whether a task is there to be repeated, and by this caller. */
  public static boolean isFor(Caller caller, Task task) {
    return (task.state() == TaskState.FAILED || task.state() == TaskState.CANCELLED)
        && task.repeatedBy() == null
        && caller.operates()
        && (!task.kind().isOfRepository() || caller.operatesInstallation())
        && (task.kind() != TaskKind.REINDEX || caller.administers());
  }

  /**
   * Queues the same work anew; who may ask for it may ask again. Refused when that is no longer
   * possible, and when somebody has asked already.
   *
   * @return the new task
   */
  public TaskView repeat(Caller caller, UUID id) {
    Task task = tasks.get(caller, id).task();
    mustBeAllowed(caller, task);
    return switch (submission.repeat(id, caller.actor())) {
      case RepeatResult.Accepted(UUID taskId) -> tasks.get(caller, taskId);
      case RepeatResult.TaskMissing() -> throw Refusal.notFound("task", id);
      case RepeatResult.NotFailed(TaskState state) ->
          throw Refusal.conflict(
              "task-not-failed",
              "The task has not failed: it is %s.".formatted(state.value()),
              "Only what failed or was cancelled can be asked for again.");
      case RepeatResult.AlreadyRepeated(UUID taskId) ->
          throw Refusal.conflict(
              "task-repeated",
              "It was asked for again already: by task %s.".formatted(taskId),
              "Follow that one; if it failed too, ask for that one again.");
      case RepeatResult.BackupRefused(var wanted, var why) ->
          throw NotBackedUp.because(
              why,
              wanted,
              Objects.requireNonNullElse(task.volumeName(), ""),
              Objects.requireNonNullElse(task.projectName(), ""));
      case RepeatResult.RestoreRefused(var why) ->
          throw NotDone.because(why, backup(caller, task), volume(caller, task));
      case RepeatResult.DeleteRefused(var why) -> throw NotDone.because(why, backup(caller, task));
      case RepeatResult.VerifyRefused(var why) -> throw NotDone.because(why, backup(caller, task));
      case RepeatResult.RepositoryTaskRefused(var why) ->
          throw NotQueued.because(why, task.repositoryId());
    };
  }

  /** As if it were asked for the first time: the same role, and what it works on can be seen. */
  private void mustBeAllowed(Caller caller, Task task) {
    caller.mustOperate();
    switch (task.kind()) {
      case BACKUP -> volume(caller, task);
      case RESTORE -> {
        backup(caller, task);
        volume(caller, task);
      }
      case DELETE, VERIFY -> backup(caller, task);
      case RECLAIM, VERIFY_REPOSITORY -> caller.mustOperateInstallation();
      case REINDEX -> caller.mustAdminister();
    }
  }

  private Backup backup(Caller caller, Task task) {
    return backups.get(caller, Objects.requireNonNull(task.backupId()));
  }

  private Volume volume(Caller caller, Task task) {
    return volumes.get(caller, Objects.requireNonNull(task.volumeId()));
  }
}
