package io.holdfast.worker.task;

import io.holdfast.engine.Progress.Amounts;
import io.holdfast.schema.task.RunningTasks;
import io.holdfast.schema.task.Standing;
import org.jooq.DSLContext;

/** Writes into a task's row how far it is, for pages that are opened later. */
final class ProgressRecord {

  private final RunningTasks rows;

  ProgressRecord(DSLContext database) {
    this.rows = new RunningTasks(database);
  }

  Standing write(RunningTask task) {
    Amounts amounts = task.amounts();
    Long total = amounts.totalBytes() == 0 ? null : amounts.totalBytes();
    return rows.progress(
        task.id(), task.owner(), task.stage(), total, amounts.doneBytes(), amounts.storedBytes());
  }

  /** Whether the task is still its owner's, without a write. */
  Standing standing(RunningTask task) {
    return rows.standing(task.id(), task.owner());
  }
}
