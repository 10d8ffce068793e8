package io.holdfast.schema.task;

import static io.holdfast.schema.generated.Tables.BACKUP;
import static io.holdfast.schema.generated.Tables.NODE;
import static io.holdfast.schema.generated.Tables.TASK;

import io.holdfast.schema.Clock;
import io.holdfast.schema.Rollback;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.node.NodeState;
import io.holdfast.schema.node.Owner;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** How a worker comes to own a task and its backup: both or neither. */
public final class TaskClaim {

  private final DSLContext database;

  public TaskClaim(DSLContext database) {
    this.database = database;
  }

  /**
   * Takes a queued task that is due, and the host of its backup in the same statement as its
   * status.
   */
  public ClaimResult claim(UUID taskId, Owner owner) {
    return Rollback.transaction(database, here -> claim(here, taskId, owner));
  }

  private static ClaimResult claim(DSLContext here, UUID taskId, Owner owner) {
    // Shared lock: whoever closes this incarnation waits for the claim, and then sees what it owns.
    boolean entitled =
        here.select(NODE.ID)
            .from(NODE)
            .where(
                NODE.ID.eq(owner.incarnation()),
                NODE.HOST.eq(owner.host()),
                NODE.STATE.eq(NodeState.UP),
                NODE.LEASE_UNTIL.ge(Clock.now()))
            .forShare()
            .fetchOptional()
            .isPresent();
    if (!entitled) {
      return new ClaimResult.NotEntitled();
    }
    var task =
        here.update(TASK)
            .set(TASK.STATE, TaskState.RUNNING)
            .set(TASK.HOST, owner.host())
            .set(TASK.INCARNATION, owner.incarnation())
            .set(TASK.ATTEMPT, TASK.ATTEMPT.plus(1))
            .set(TASK.STARTED_AT, DSL.coalesce(TASK.STARTED_AT, Clock.now()))
            .set(TASK.UPDATED_AT, Clock.now())
            .setNull(TASK.MESSAGE)
            .set(TASK.DAMAGED, false)
            .where(
                TASK.ID.eq(taskId),
                TASK.STATE.eq(TaskState.QUEUED),
                TASK.KIND.in(TaskKind.ALL),
                TASK.HOST.isNull(),
                TASK.NOT_BEFORE.le(Clock.now()))
            .returningResult(TASK.KIND, TASK.BACKUP_ID, TASK.VOLUME_ID)
            .fetchOptional();
    if (task.isEmpty()) {
      return unknownKind(here, taskId)
          .<ClaimResult>map(ClaimResult.UnknownKind::new)
          .orElseGet(ClaimResult.Lost::new);
    }
    boolean taken =
        switch (task.get().value1()) {
          case BACKUP ->
              take(here, task.get().value2(), BackupStatus.CREATING, owner, DSL.noCondition());
          case RESTORE ->
              take(
                  here,
                  task.get().value2(),
                  BackupStatus.RESTORING,
                  owner,
                  BACKUP.RESTORE_VOLUME_ID.eq(task.get().value3()));
          case DELETE ->
              take(here, task.get().value2(), BackupStatus.DELETING, owner, DSL.noCondition());
          case VERIFY, RECLAIM, VERIFY_REPOSITORY, REINDEX -> true;
        };
    if (!taken) {
      throw new Rollback(new ClaimResult.Lost());
    }
    return new TaskQueries(here)
        .find(taskId)
        .<ClaimResult>map(ClaimResult.Claimed::new)
        .orElseThrow(
            () -> new IllegalStateException("task %s was claimed and is gone".formatted(taskId)));
  }

  private static Optional<String> unknownKind(DSLContext here, UUID taskId) {
    var kind = TASK.KIND.cast(SQLDataType.CLOB);
    return here.select(kind)
        .from(TASK)
        .where(TASK.ID.eq(taskId), TASK.STATE.eq(TaskState.QUEUED), TASK.KIND.notIn(TaskKind.ALL))
        .fetchOptional(kind);
  }

  private static boolean take(
      DSLContext here, UUID backupId, BackupStatus status, Owner owner, Condition also) {
    return here.update(BACKUP)
            .set(BACKUP.STATUS, status)
            .set(BACKUP.HOST, owner.host())
            .set(BACKUP.INCARNATION, owner.incarnation())
            .set(BACKUP.UPDATED_AT, Clock.now())
            .where(BACKUP.ID.eq(backupId), BACKUP.STATUS.eq(status), BACKUP.HOST.isNull(), also)
            .execute()
        == 1;
  }
}
