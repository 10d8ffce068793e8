package io.holdfast.schema.submission;

import static io.holdfast.schema.generated.Tables.BACKUP;

import io.holdfast.schema.Rollback;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.identity.Actor;
import io.holdfast.schema.task.TaskKind;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** One wish to verify a backup, within its transaction. */
final class VerifySubmission {

  private final DSLContext here;
  private final UUID backupId;
  private final TaskEntry tasks;

  VerifySubmission(DSLContext here, UUID backupId, Actor by) {
    this.here = here;
    this.backupId = backupId;
    this.tasks = new TaskEntry(here, by);
  }

  VerifyResult submit(@Nullable Integer samplePercent) {
    // Locked, so that it cannot begin to be deleted before the task can be seen.
    var backup =
        here.select(BACKUP.STATUS, BACKUP.PROJECT_ID, BACKUP.VOLUME_ID, BACKUP.REPOSITORY_ID)
            .from(BACKUP)
            .where(BACKUP.ID.eq(backupId), BACKUP.DELETED_AT.isNull())
            .forShare()
            .fetchOptional()
            .orElseThrow(() -> new Rollback(new VerifyResult.BackupMissing()));
    if (backup.value1() != BackupStatus.AVAILABLE) {
      throw new Rollback(
          new VerifyResult.BackupBusy(backup.value1(), tasks.workingOnBackup(backupId)));
    }
    UUID taskId =
        tasks
            .queue(
                TaskKind.VERIFY,
                backup.value2(),
                backupId,
                backup.value3(),
                backup.value4(),
                null,
                null)
            .orElseThrow(() ->
                new Rollback(
                    new VerifyResult.BackupBusy(backup.value1(), tasks.workingOnBackup(backupId))));
    tasks.sample(taskId, samplePercent);
    tasks.accepted(
        "backup.verify", "backup", backupId, backup.value2(), Map.of("task", taskId.toString()));
    return new VerifyResult.Accepted(taskId);
  }
}
