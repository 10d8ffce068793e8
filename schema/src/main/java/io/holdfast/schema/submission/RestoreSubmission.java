package io.holdfast.schema.submission;

import static io.holdfast.schema.generated.Tables.BACKUP;
import static io.holdfast.schema.generated.Tables.VOLUME;

import io.holdfast.schema.Clock;
import io.holdfast.schema.Rollback;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.identity.Actor;
import io.holdfast.schema.task.TaskKind;
import io.holdfast.schema.volume.VolumeStatus;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record2;

/** One wish for a restore, within its transaction. */
final class RestoreSubmission {

  private final DSLContext here;
  private final UUID backupId;
  private final UUID volumeId;
  private final TaskEntry tasks;

  RestoreSubmission(DSLContext here, UUID backupId, UUID volumeId, Actor by) {
    this.here = here;
    this.backupId = backupId;
    this.volumeId = volumeId;
    this.tasks = new TaskEntry(here, by);
  }

  RestoreResult submit() {
    long neededBytes =
        here.select(BACKUP.SIZE_BYTES)
            .from(BACKUP)
            .where(BACKUP.ID.eq(backupId), BACKUP.DELETED_AT.isNull())
            .fetchOptional(BACKUP.SIZE_BYTES)
            .orElseThrow(() -> new Rollback(new RestoreResult.BackupMissing()));
    String backend = takeVolume(neededBytes);
    var backup = takeBackup();
    UUID taskId =
        tasks.queued(
            tasks.queue(
                TaskKind.RESTORE,
                backup.value1(),
                backupId,
                volumeId,
                backup.value2(),
                backend,
                null),
            backupId);
    tasks.accepted(
        "backup.restore",
        "backup",
        backupId,
        backup.value1(),
        Map.of("task", taskId.toString(), "volume", volumeId.toString()));
    return new RestoreResult.Accepted(taskId);
  }

  private String takeVolume(long neededBytes) {
    while (true) {
      var taken =
          here.update(VOLUME)
              .set(VOLUME.PREVIOUS_STATUS, VOLUME.STATUS)
              .set(VOLUME.STATUS, VolumeStatus.RESTORING_BACKUP)
              .setNull(VOLUME.ERROR_REASON)
              .set(VOLUME.UPDATED_AT, Clock.now())
              .where(
                  VOLUME.ID.eq(volumeId),
                  VOLUME.STATUS.in(VolumeStatus.AVAILABLE, VolumeStatus.ERROR_RESTORING),
                  VOLUME.SIZE_BYTES.ge(neededBytes))
              .returningResult(VOLUME.BACKEND)
              .fetchOptional(VOLUME.BACKEND);
      if (taken.isPresent()) {
        return taken.get();
      }
      var volume =
          here.select(VOLUME.STATUS, VOLUME.SIZE_BYTES)
              .from(VOLUME)
              .where(VOLUME.ID.eq(volumeId), VOLUME.DELETED_AT.isNull())
              .fetchOptional()
              .orElseThrow(() -> new Rollback(new RestoreResult.VolumeMissing()));
      if (volume.value2() < neededBytes) {
        throw new Rollback(new RestoreResult.VolumeTooSmall(volume.value2(), neededBytes));
      }
      // It may have become free between the two statements: then it is tried again.
      if (volume.value1() != VolumeStatus.AVAILABLE
          && volume.value1() != VolumeStatus.ERROR_RESTORING) {
        throw new Rollback(
            new RestoreResult.VolumeBusy(volume.value1(), tasks.workingOnVolume(volumeId)));
      }
    }
  }

  private Record2<UUID, UUID> takeBackup() {
    while (true) {
      var taken =
          here.update(BACKUP)
              .set(BACKUP.STATUS, BackupStatus.RESTORING)
              .set(BACKUP.RESTORE_VOLUME_ID, volumeId)
              .setNull(BACKUP.HOST)
              .set(BACKUP.UPDATED_AT, Clock.now())
              .where(BACKUP.ID.eq(backupId), BACKUP.STATUS.eq(BackupStatus.AVAILABLE))
              .returningResult(BACKUP.PROJECT_ID, BACKUP.REPOSITORY_ID)
              .fetchOptional();
      if (taken.isPresent()) {
        return taken.get();
      }
      BackupStatus status =
          here.select(BACKUP.STATUS)
              .from(BACKUP)
              .where(BACKUP.ID.eq(backupId), BACKUP.DELETED_AT.isNull())
              .fetchOptional(BACKUP.STATUS)
              .orElseThrow(() -> new Rollback(new RestoreResult.BackupMissing()));
      if (status != BackupStatus.AVAILABLE) {
        throw new Rollback(new RestoreResult.BackupBusy(status, tasks.workingOnBackup(backupId)));
      }
    }
  }
}
