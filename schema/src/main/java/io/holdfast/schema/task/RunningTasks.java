package io.holdfast.schema.task;

import static io.holdfast.schema.generated.Tables.TASK;

import io.holdfast.schema.Clock;
import io.holdfast.schema.backup.BackupStates;
import io.holdfast.schema.node.Owner;
import java.time.Instant;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record1;
import org.jooq.SelectConditionStep;
import org.jooq.UpdateSetMoreStep;
import org.jspecify.annotations.Nullable;

/** What the owner of a task may write while it works. */
public final class RunningTasks {

  private final DSLContext database;

  public RunningTasks(DSLContext database) {
    this.database = database;
  }

  /** How the owner stands now, without a write. */
  public Standing standing(UUID taskId, Owner owner) {
    return owned(database, taskId, owner)
        .fetchOptional(RunningTasks::standing)
        .orElse(Standing.FENCED);
  }

  /** Records what the task found of a backup that it read, if that is still whole. */
  public Standing verified(UUID taskId, Owner owner, UUID backupId, VerifyOutcome found) {
    return database.transactionResult(transaction -> {
      DSLContext here = transaction.dsl();
      // Locked, so that nobody takes the task over before this is written.
      Standing standing =
          owned(here, taskId, owner)
              .forNoKeyUpdate()
              .fetchOptional(RunningTasks::standing)
              .orElse(Standing.FENCED);
      if (standing != Standing.FENCED) {
        new BackupStates(here)
            .verified(backupId, found.intact(), found.everything(), found.message());
        if (!found.intact()) {
          here.update(TASK).set(TASK.DAMAGED, true).where(TASK.ID.eq(taskId)).execute();
        }
      }
      return standing;
    });
  }

  private static SelectConditionStep<Record1<Instant>> owned(
      DSLContext here, UUID taskId, Owner owner) {
    return here.select(TASK.CANCEL_REQUESTED_AT)
        .from(TASK)
        .where(
            TASK.ID.eq(taskId),
            TASK.HOST.eq(owner.host()),
            TASK.INCARNATION.eq(owner.incarnation()));
  }

  private static Standing standing(Record1<Instant> cancelRequestedAt) {
    return cancelRequestedAt.value1() == null ? Standing.OWNED : Standing.CANCEL_REQUESTED;
  }

  /**
   * Records progress. Seldom: live figures go over the grid, these are for pages opened later.
   *
   * @param bytesTotal {@code null} while unknown
   */
  public Standing progress(
      UUID taskId,
      Owner owner,
      String stage,
      @Nullable Long bytesTotal,
      long bytesDone,
      long bytesStored) {
    return write(
        database
            .update(TASK)
            .set(TASK.STAGE, stage)
            .set(TASK.BYTES_TOTAL, bytesTotal)
            .set(TASK.BYTES_DONE, bytesDone)
            .set(TASK.BYTES_STORED, bytesStored),
        taskId,
        owner);
  }

  /** Records where to go on after an interruption, as JSON. */
  public Standing position(UUID taskId, Owner owner, String json) {
    return write(database.update(TASK).set(TASK.POSITION, JSONB.valueOf(json)), taskId, owner);
  }

  /** Records what the task is waiting for or doing, for people. */
  public Standing message(UUID taskId, Owner owner, String message) {
    return write(database.update(TASK).set(TASK.MESSAGE, message), taskId, owner);
  }

  private static Standing write(UpdateSetMoreStep<?> change, UUID taskId, Owner owner) {
    return change
        .set(TASK.UPDATED_AT, Clock.now())
        .where(
            TASK.ID.eq(taskId),
            TASK.HOST.eq(owner.host()),
            TASK.INCARNATION.eq(owner.incarnation()))
        .returningResult(TASK.CANCEL_REQUESTED_AT)
        .fetchOptional(RunningTasks::standing)
        .orElse(Standing.FENCED);
  }
}
