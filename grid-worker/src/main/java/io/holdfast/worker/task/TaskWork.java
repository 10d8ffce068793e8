package io.holdfast.worker.task;

import io.holdfast.engine.BackupException;

/** What is to be done for one kind of task. */
interface TaskWork {

  /**
   * Does the work, up to where only the database has to be told. May be interrupted. What it
   * attaches it has the task hold, which is detached afterwards.
   *
   * @return tells the database, in one transaction: false when the task is no longer this worker's
   * @throws BackupException its kind decides what becomes of the task
   */
  Completion run(RunningTask task);

  /**
   * Clears away what an interrupted task would have gone on with, once it is recorded as succeeded,
   * failed or cancelled: nobody owns it any more. What is left here, by dying or by a failure, is
   * found by its row and cleared away later; never throws for that.
   */
  default void clearAway(RunningTask task) {}

  /** The end of a task that succeeded. */
  @FunctionalInterface
  interface Completion {
    boolean record();
  }
}
