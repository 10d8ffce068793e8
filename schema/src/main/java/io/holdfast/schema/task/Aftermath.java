package io.holdfast.schema.task;

import static io.holdfast.schema.generated.Tables.ATTACHMENT;
import static io.holdfast.schema.generated.Tables.BACKUP;
import static io.holdfast.schema.generated.Tables.BACKUP_SEGMENT;
import static io.holdfast.schema.generated.Tables.QUOTA;
import static io.holdfast.schema.generated.Tables.REPOSITORY;
import static io.holdfast.schema.generated.Tables.SNAPSHOT;
import static io.holdfast.schema.generated.Tables.TASK;
import static io.holdfast.schema.generated.Tables.VOLUME;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import io.holdfast.schema.Clock;
import io.holdfast.schema.attachment.AttachmentMode;
import io.holdfast.schema.backup.BackupStates;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.backup.BackupTotals;
import io.holdfast.schema.backup.LastBackup;
import io.holdfast.schema.volume.SnapshotStatus;
import io.holdfast.schema.volume.VolumeStatus;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.UpdateSetMoreStep;
import org.jspecify.annotations.Nullable;

/**
 * What the end of a task does to its backup, volume, snapshot and quota, within the transaction
 * that ends the task. Rows are locked in the order task, volume, snapshot, backup, quota, here and
 * wherever else several are changed, so that two transactions never wait for each other.
 */
final class Aftermath {

  private final DSLContext here;
  private final Ending task;

  Aftermath(DSLContext here, Ending task) {
    this.here = here;
    this.task = task;
  }

  void backupSucceeded(BackupTotals totals) {
    LastBackup newest = new LastBackup(here, task.volumeId());
    newest.lock();
    releaseSource(VolumeStatus.BACKING_UP);
    changeBackup(
        here.update(BACKUP)
            .set(BACKUP.STATUS, BackupStatus.AVAILABLE)
            .set(BACKUP.READ_BYTES, totals.readBytes())
            .set(BACKUP.STORED_BYTES, totals.storedBytes())
            .set(BACKUP.COMPLETED_AT, Clock.now()),
        BackupStatus.CREATING);
    here.deleteFrom(BACKUP_SEGMENT).where(BACKUP_SEGMENT.BACKUP_ID.eq(task.backupId())).execute();
    newest.update();
  }

  private void backupFailed(String reason) {
    releaseSource(VolumeStatus.ERROR_BACKING_UP);
    changeBackup(
        here.update(BACKUP).set(BACKUP.STATUS, BackupStatus.ERROR).set(BACKUP.FAIL_REASON, reason),
        BackupStatus.CREATING);
    here.deleteFrom(BACKUP_SEGMENT).where(BACKUP_SEGMENT.BACKUP_ID.eq(task.backupId())).execute();
  }

  /** The volume, or the snapshot when that was what was backed up, is free again. */
  private void releaseSource(VolumeStatus previous) {
    UUID snapshot =
        here.select(BACKUP.SNAPSHOT_ID)
            .from(BACKUP)
            .where(BACKUP.ID.eq(task.backupId()))
            .fetchSingle()
            .value1();
    if (snapshot == null) {
      here.update(VOLUME)
          .set(VOLUME.STATUS, VOLUME.PREVIOUS_STATUS)
          .set(VOLUME.PREVIOUS_STATUS, previous)
          .set(VOLUME.UPDATED_AT, Clock.now())
          .where(VOLUME.ID.eq(task.volumeId()), VOLUME.STATUS.eq(VolumeStatus.BACKING_UP))
          .execute();
    } else {
      here.update(SNAPSHOT)
          .set(SNAPSHOT.STATUS, SnapshotStatus.AVAILABLE)
          .set(SNAPSHOT.UPDATED_AT, Clock.now())
          .where(SNAPSHOT.ID.eq(snapshot), SNAPSHOT.STATUS.eq(SnapshotStatus.BACKING_UP))
          .execute();
    }
  }

  void restoreSucceeded() {
    UUID source =
        here.select(BACKUP.VOLUME_ID)
            .from(BACKUP)
            .where(BACKUP.ID.eq(task.backupId()))
            .fetchSingle()
            .value1();
    here.update(VOLUME)
        .set(VOLUME.STATUS, VolumeStatus.AVAILABLE)
        .setNull(VOLUME.PREVIOUS_STATUS)
        .setNull(VOLUME.ERROR_REASON)
        .set(
            VOLUME.METADATA,
            source.equals(task.volumeId())
                ? VOLUME.METADATA
                // As Cinder marks it.
                : field(
                    "{0} || jsonb_build_object('src_backup_id', {1})",
                    VOLUME.METADATA.getDataType(),
                    VOLUME.METADATA,
                    val(String.valueOf(task.backupId()))))
        .set(VOLUME.UPDATED_AT, Clock.now())
        .where(VOLUME.ID.eq(task.volumeId()), VOLUME.STATUS.eq(VolumeStatus.RESTORING_BACKUP))
        .execute();
    changeBackup(
        here.update(BACKUP).set(BACKUP.STATUS, BackupStatus.AVAILABLE), BackupStatus.RESTORING);
  }

  /**
   * A volume that was never attached for writing is what it was before; one that was made for the
   * restore was in error before, so that nobody takes it for the backup's content.
   */
  private void restoreFailed(String reason) {
    boolean begun =
        here.fetchExists(
            ATTACHMENT,
            ATTACHMENT.TASK_ID.eq(task.taskId()),
            ATTACHMENT.MODE.eq(AttachmentMode.RW),
            ATTACHMENT.ATTACHED_AT.isNotNull());
    Field<VolumeStatus> status =
        begun ? val(VolumeStatus.ERROR_RESTORING, VOLUME.STATUS) : VOLUME.PREVIOUS_STATUS;
    here.update(VOLUME)
        .set(VOLUME.STATUS, status)
        .setNull(VOLUME.PREVIOUS_STATUS)
        .set(
            VOLUME.ERROR_REASON,
            when(status.eq(inline(VolumeStatus.ERROR_RESTORING, VOLUME.STATUS)), reason))
        .set(VOLUME.UPDATED_AT, Clock.now())
        .where(VOLUME.ID.eq(task.volumeId()), VOLUME.STATUS.eq(VolumeStatus.RESTORING_BACKUP))
        .execute();
    changeBackup(
        here.update(BACKUP).set(BACKUP.STATUS, BackupStatus.AVAILABLE), BackupStatus.RESTORING);
  }

  void deleteSucceeded() {
    changeBackup(
        here.update(BACKUP)
            .set(BACKUP.STATUS, BackupStatus.DELETED)
            .set(BACKUP.DELETED_AT, Clock.now()),
        BackupStatus.DELETING);
    here.update(QUOTA)
        .set(QUOTA.BACKUPS_USED, QUOTA.BACKUPS_USED.minus(1))
        .set(
            QUOTA.BACKUP_BYTES_USED,
            QUOTA.BACKUP_BYTES_USED.minus(
                field(select(BACKUP.SIZE_BYTES).from(BACKUP).where(BACKUP.ID.eq(task.backupId())))))
        .where(QUOTA.PROJECT_ID.eq(task.projectId()))
        .execute();
  }

  private void deleteFailed(String reason) {
    changeBackup(
        here.update(BACKUP)
            .set(BACKUP.STATUS, BackupStatus.ERROR_DELETING)
            .set(BACKUP.FAIL_REASON, reason),
        BackupStatus.DELETING);
  }

  private void deleteNeverBegun() {
    LastBackup newest = new LastBackup(here, task.volumeId());
    newest.lock();
    changeBackup(
        here.update(BACKUP).set(BACKUP.STATUS, BACKUP.PREVIOUS_STATUS), BackupStatus.DELETING);
    newest.update();
  }

  void verified(VerifyOutcome outcome) {
    UUID backupId = task.backupId();
    if (backupId != null) {
      new BackupStates(here)
          .verified(backupId, outcome.intact(), outcome.everything(), outcome.message());
    }
    foundDamage(!outcome.intact());
  }

  void foundDamage(boolean damaged) {
    here.update(TASK).set(TASK.DAMAGED, damaged).where(TASK.ID.eq(task.taskId())).execute();
  }

  /** Once all of a repository was read again. */
  void repositoryVerified() {
    here.update(REPOSITORY)
        .set(REPOSITORY.VERIFIED_AT, Clock.now())
        .where(
            REPOSITORY.ID.eq(task.repositoryId()),
            exists(
                selectOne()
                    .from(TASK)
                    .where(TASK.ID.eq(task.taskId()), TASK.SAMPLE_PERCENT.isNull())))
        .execute();
  }

  void failed(String reason) {
    switch (task.kind()) {
      case BACKUP -> backupFailed(reason);
      case RESTORE -> restoreFailed(reason);
      case DELETE -> deleteFailed(reason);
      case VERIFY, RECLAIM, VERIFY_REPOSITORY, REINDEX -> {}
    }
  }

  void cancelled(String reason) {
    if (task.kind() == TaskKind.DELETE && task.attempt() == 0) {
      deleteNeverBegun();
    } else {
      failed(reason);
    }
  }

  /** The backup waits for its next owner. */
  void queuedAgain() {
    BackupStatus status =
        switch (task.kind()) {
          case BACKUP -> BackupStatus.CREATING;
          case RESTORE -> BackupStatus.RESTORING;
          case DELETE -> BackupStatus.DELETING;
          case VERIFY, RECLAIM, VERIFY_REPOSITORY, REINDEX -> null;
        };
    if (status != null) {
      changeBackup(here.update(BACKUP).set(BACKUP.STATUS, status).setNull(BACKUP.HOST), status);
    }
  }

  /** Changes the backup that the task's owner owned, or that was as unowned as the queued task. */
  private void changeBackup(UpdateSetMoreStep<?> change, BackupStatus from) {
    int rows =
        change
            .setNull(BACKUP.INCARNATION)
            .set(BACKUP.UPDATED_AT, Clock.now())
            .where(BACKUP.ID.eq(task.backupId()), BACKUP.STATUS.eq(from), owned())
            .execute();
    if (rows != 1) {
      throw new IllegalStateException(
          "task %s has ended, but its backup %s is not %s by %s: they must change together"
              .formatted(task.taskId(), task.backupId(), from.value(), task.host()));
    }
  }

  private Condition owned() {
    @Nullable String host = task.host();
    return host == null
        ? BACKUP.HOST.isNull().and(BACKUP.INCARNATION.isNull())
        : BACKUP.HOST.eq(host).and(BACKUP.INCARNATION.eq(task.incarnation()));
  }
}
