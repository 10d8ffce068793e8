package io.holdfast.schema.task;

import static io.holdfast.schema.generated.Tables.TASK;

import io.holdfast.schema.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * A task whose row has just ended, or been queued again, in the transaction at hand: what the rest
 * of that transaction needs to know of it.
 *
 * @param host of the owner that it had; {@code null} when it was queued
 * @param incarnation of the owner that it had
 */
record Ending(
    UUID taskId,
    TaskKind kind,
    @Nullable UUID projectId,
    @Nullable UUID backupId,
    @Nullable UUID volumeId,
    UUID repositoryId,
    int attempt,
    @Nullable String host,
    @Nullable UUID incarnation) {

  /** Ends the task if the condition holds; empty when it does not. */
  static Optional<Ending> of(
      DSLContext here, UUID taskId, Condition held, TaskState state, @Nullable String message) {
    Optional<Ending> task = lock(here, taskId, held);
    task.ifPresent(ending ->
        here.update(TASK)
            .set(TASK.STATE, state)
            .setNull(TASK.INCARNATION)
            .set(TASK.MESSAGE, message)
            .set(TASK.UPDATED_AT, Clock.now())
            .set(TASK.FINISHED_AT, Clock.now())
            .where(TASK.ID.eq(taskId), held)
            .execute());
    return task;
  }

  /**
   * Locks the task's row if the condition holds, so that it still does at the transaction's end.
   */
  static Optional<Ending> lock(DSLContext here, UUID taskId, Condition held) {
    return here.select(
            TASK.ID,
            TASK.KIND,
            TASK.PROJECT_ID,
            TASK.BACKUP_ID,
            TASK.VOLUME_ID,
            TASK.REPOSITORY_ID,
            TASK.ATTEMPT,
            TASK.HOST,
            TASK.INCARNATION)
        .from(TASK)
        .where(TASK.ID.eq(taskId), held)
        .forNoKeyUpdate()
        .fetchOptional(Ending::of);
  }

  private static Ending of(Record row) {
    return new Ending(
        row.get(TASK.ID),
        row.get(TASK.KIND),
        row.get(TASK.PROJECT_ID),
        row.get(TASK.BACKUP_ID),
        row.get(TASK.VOLUME_ID),
        row.get(TASK.REPOSITORY_ID),
        row.get(TASK.ATTEMPT),
        row.get(TASK.HOST),
        row.get(TASK.INCARNATION));
  }
}
