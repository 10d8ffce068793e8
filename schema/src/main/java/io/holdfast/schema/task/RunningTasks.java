package io.holdfast.schema.task;

import static io.holdfast.schema.generated.Tables.TASK;

import io.holdfast.schema.Clock;
import io.holdfast.schema.node.Owner;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;
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
    Optional<Optional<Instant>> cancel =
        database
            .select(TASK.CANCEL_REQUESTED_AT)
            .from(TASK)
            .where(
                TASK.ID.eq(taskId),
                TASK.HOST.eq(owner.host()),
                TASK.INCARNATION.eq(owner.incarnation()))
            .fetchOptional(row -> Optional.ofNullable(row.value1()));
    return cancel
        .map(at -> at.isPresent() ? Standing.CANCEL_REQUESTED : Standing.OWNED)
        .orElse(Standing.FENCED);
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
        .fetchOptional(row -> row.value1() == null ? Standing.OWNED : Standing.CANCEL_REQUESTED)
        .orElse(Standing.FENCED);
  }
}
