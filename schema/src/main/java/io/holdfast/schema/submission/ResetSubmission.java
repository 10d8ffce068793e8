package io.holdfast.schema.submission;

import static io.holdfast.schema.generated.Tables.BACKUP;
import static io.holdfast.schema.generated.Tables.TASK;
import static io.holdfast.schema.generated.Tables.VOLUME;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import io.holdfast.schema.Clock;
import io.holdfast.schema.Rollback;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.backup.LastBackup;
import io.holdfast.schema.identity.Actor;
import io.holdfast.schema.task.Cancelling;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** An administrator's last resort: ends whatever is done with a backup, and sets its status. */
final class ResetSubmission {

  private final DSLContext here;
  private final UUID backupId;
  private final BackupStatus to;
  private final Actor by;

  ResetSubmission(DSLContext here, UUID backupId, BackupStatus to, Actor by) {
    this.here = here;
    this.backupId = backupId;
    this.to = to;
    this.by = by;
  }

  ResetResult submit() {
    // Locked in the order that holds everywhere: tasks, then volumes, of which nobody else locks
    // two, then the backup.
    List<UUID> taskIds = lockTasks();
    var volumes =
        here.select(BACKUP.VOLUME_ID, BACKUP.RESTORE_VOLUME_ID)
            .from(BACKUP)
            .where(BACKUP.ID.eq(backupId), BACKUP.DELETED_AT.isNull())
            .fetchOptional()
            .orElseThrow(() -> new Rollback(new ResetResult.BackupMissing()));
    here.select(VOLUME.ID)
        .from(VOLUME)
        .where(VOLUME.ID.in(volumes.value1(), volumes.value2()))
        .orderBy(VOLUME.ID)
        .forNoKeyUpdate()
        .fetch();
    String reason = "Reset by %s.".formatted(by.name());
    new Cancelling(here).abandon(taskIds, reason);
    UUID projectId = set(reason);
    if (here.fetchExists(TASK, TASK.BACKUP_ID.eq(backupId), TASK.FINISHED_AT.isNull())) {
      throw new Rollback(new ResetResult.TakenMeanwhile());
    }
    new LastBackup(here, volumes.value1()).update();
    new AuditLog(here)
        .add(
            by.name(),
            "backup.reset",
            "backup",
            backupId,
            projectId,
            Outcome.SUCCEEDED,
            Map.of("status", to.value()));
    return new ResetResult.Reset();
  }

  private List<UUID> lockTasks() {
    return here.select(TASK.ID)
        .from(TASK)
        .where(TASK.BACKUP_ID.eq(backupId), TASK.FINISHED_AT.isNull())
        .orderBy(TASK.ID)
        .forNoKeyUpdate()
        .fetch(TASK.ID);
  }

  private UUID set(String reason) {
    Optional<UUID> projectId =
        here.update(BACKUP)
            .set(
                BACKUP.STATUS,
                // The manifest may be gone: nothing but a deletion that succeeds leads away.
                when(deletionBegun(), BACKUP.STATUS).otherwise(val(to, BACKUP.STATUS)))
            .set(BACKUP.FAIL_REASON, to == BackupStatus.ERROR ? val(reason) : BACKUP.FAIL_REASON)
            .set(BACKUP.UPDATED_AT, Clock.now())
            .where(
                BACKUP.ID.eq(backupId),
                BACKUP.STATUS.in(
                    BackupStatus.AVAILABLE, BackupStatus.ERROR, BackupStatus.ERROR_DELETING),
                to == BackupStatus.AVAILABLE
                    ? BACKUP.COMPLETED_AT.isNotNull().and(deletionBegun().not())
                    : noCondition())
            .returningResult(BACKUP.PROJECT_ID)
            .fetchOptional(BACKUP.PROJECT_ID);
    return projectId.orElseThrow(() -> new Rollback(refusal()));
  }

  /** By a worker: {@link Cancelling#abandon} undoes what nobody has begun. */
  private static Condition deletionBegun() {
    return BACKUP.STATUS.eq(inline(BackupStatus.ERROR_DELETING, BACKUP.STATUS));
  }

  private ResetResult refusal() {
    if (is(BACKUP.COMPLETED_AT.isNull())) {
      return new ResetResult.Incomplete();
    }
    return is(deletionBegun()) ? new ResetResult.DeletionBegun() : new ResetResult.TakenMeanwhile();
  }

  private boolean is(Condition condition) {
    return here.fetchExists(BACKUP, BACKUP.ID.eq(backupId), condition);
  }
}
