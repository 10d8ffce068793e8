package io.holdfast.schema.submission;

import static io.holdfast.schema.generated.Tables.BACKUP;

import io.holdfast.schema.Clock;
import io.holdfast.schema.Rollback;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.identity.Actor;
import io.holdfast.schema.task.Cancelling;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

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
    if (!here.fetchExists(BACKUP, BACKUP.ID.eq(backupId), BACKUP.DELETED_AT.isNull())) {
      return new ResetResult.BackupMissing();
    }
    String reason = "Reset by %s.".formatted(by.name());
    new Cancelling(here).abandon(backupId, reason);
    var backup =
        here.update(BACKUP)
            .set(BACKUP.STATUS, to)
            .set(
                BACKUP.FAIL_REASON, to == BackupStatus.ERROR ? DSL.val(reason) : BACKUP.FAIL_REASON)
            .set(BACKUP.UPDATED_AT, Clock.now())
            .where(
                BACKUP.ID.eq(backupId),
                BACKUP.STATUS.in(
                    BackupStatus.AVAILABLE, BackupStatus.ERROR, BackupStatus.ERROR_DELETING),
                to == BackupStatus.AVAILABLE ? BACKUP.COMPLETED_AT.isNotNull() : DSL.noCondition())
            .returningResult(BACKUP.PROJECT_ID)
            .fetchOptional(BACKUP.PROJECT_ID)
            .orElseThrow(() -> new Rollback(new ResetResult.Incomplete()));
    new AuditLog(here)
        .add(
            by.name(),
            "backup.reset",
            "backup",
            backupId,
            backup,
            Outcome.SUCCEEDED,
            Map.of("status", to.value()));
    return new ResetResult.Reset();
  }
}
