package io.holdfast.worker.record;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.record.RestoreJournal;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.task.RunningTasks;
import io.holdfast.schema.task.Standing;
import io.holdfast.schema.task.Task;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How far one restore is for good, in the task's row. */
public final class DatabaseRestoreJournal implements RestoreJournal {

  private static final Pattern POSITION =
      Pattern.compile("\\{\\s*\"restoredBytes\"\\s*:\\s*(\\d{1,18})\\s*\\}");

  private final RunningTasks tasks;
  private final UUID taskId;
  private final Owner owner;
  private final DatabasePatience patience;
  private final long startsAtBytes;

  /**
   * @param task as it was claimed, with the position that an earlier attempt left
   */
  public DatabaseRestoreJournal(
      RunningTasks tasks, Task task, Owner owner, DatabasePatience patience) {
    this.tasks = tasks;
    this.taskId = task.id();
    this.owner = owner;
    this.patience = patience;
    Matcher position = POSITION.matcher(task.position() == null ? "" : task.position());
    // A position that cannot be understood is none: a restore may always start at the beginning.
    this.startsAtBytes = position.matches() ? Long.parseLong(position.group(1)) : 0;
  }

  @Override
  public long positionBytes() {
    return startsAtBytes;
  }

  @Override
  public void advance(long positionBytes) {
    String json = "{\"restoredBytes\":%d}".formatted(positionBytes);
    if (patience.call(() -> tasks.position(taskId, owner, json)) == Standing.FENCED) {
      throw new BackupException(
          FailureKind.FENCED, "Task %s is no longer this worker's own.".formatted(taskId));
    }
  }
}
