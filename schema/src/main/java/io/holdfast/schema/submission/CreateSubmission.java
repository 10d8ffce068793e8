package io.holdfast.schema.submission;

import static io.holdfast.schema.generated.Tables.BACKUP;
import static io.holdfast.schema.generated.Tables.QUOTA;
import static io.holdfast.schema.generated.Tables.REPOSITORY;
import static io.holdfast.schema.generated.Tables.SNAPSHOT;
import static io.holdfast.schema.generated.Tables.VOLUME;

import io.holdfast.schema.Clock;
import io.holdfast.schema.Rollback;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.identity.Actor;
import io.holdfast.schema.submission.QuotaBreach.Resource;
import io.holdfast.schema.task.TaskKind;
import io.holdfast.schema.volume.SnapshotStatus;
import io.holdfast.schema.volume.VolumeStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** One wish for a backup, within its transaction. Whatever refuses it undoes all of it. */
final class CreateSubmission {

  private record Source(String volumeName, String backend, long sizeBytes, Instant moment) {}

  private final DSLContext here;
  private final NewBackup wanted;
  private final Actor by;
  private final TaskEntry tasks;

  CreateSubmission(DSLContext here, NewBackup wanted, Actor by) {
    this.here = here;
    this.wanted = wanted;
    this.by = by;
    this.tasks = new TaskEntry(here, by);
  }

  CreateResult submit() {
    UUID repositoryId = repository();
    Source source = wanted.snapshotId() == null ? takeVolume() : takeSnapshot(wanted.snapshotId());
    UUID parentId = wanted.incremental() ? parent(repositoryId, source.moment()) : null;
    takeQuota(source.sizeBytes());
    UUID backupId = insert(repositoryId, source, parentId);
    UUID taskId =
        tasks.queued(
            tasks.queue(
                TaskKind.BACKUP,
                wanted.projectId(),
                backupId,
                wanted.volumeId(),
                repositoryId,
                source.backend(),
                wanted.priority()),
            backupId);
    tasks.accepted(
        "backup.create",
        "backup",
        backupId,
        wanted.projectId(),
        Map.of("task", taskId.toString(), "volume", wanted.volumeId().toString()));
    return new CreateResult.Accepted(backupId, taskId);
  }

  private UUID repository() {
    UUID named = wanted.repositoryId();
    return here.select(REPOSITORY.ID)
        .from(REPOSITORY)
        .where(named == null ? REPOSITORY.IS_DEFAULT.isTrue() : REPOSITORY.ID.eq(named))
        .fetchOptional(REPOSITORY.ID)
        .orElseThrow(() -> new Rollback(new CreateResult.RepositoryMissing()));
  }

  private Source takeVolume() {
    while (true) {
      Optional<Source> taken =
          here.update(VOLUME)
              .set(VOLUME.PREVIOUS_STATUS, VOLUME.STATUS)
              .set(VOLUME.STATUS, VolumeStatus.BACKING_UP)
              .set(VOLUME.UPDATED_AT, Clock.now())
              .where(
                  VOLUME.ID.eq(wanted.volumeId()),
                  VOLUME.STATUS.in(VolumeStatus.AVAILABLE, VolumeStatus.IN_USE))
              .returningResult(VOLUME.NAME, VOLUME.BACKEND, VOLUME.SIZE_BYTES, Clock.now())
              .fetchOptional(
                  row -> new Source(row.value1(), row.value2(), row.value3(), row.value4()));
      if (taken.isPresent()) {
        return taken.get();
      }
      VolumeStatus status =
          here.select(VOLUME.STATUS)
              .from(VOLUME)
              .where(VOLUME.ID.eq(wanted.volumeId()), VOLUME.DELETED_AT.isNull())
              .fetchOptional(VOLUME.STATUS)
              .orElseThrow(() -> new Rollback(new CreateResult.VolumeMissing()));
      // It may have become free between the two statements: then it is tried again.
      if (status != VolumeStatus.AVAILABLE && status != VolumeStatus.IN_USE) {
        throw new Rollback(
            new CreateResult.VolumeBusy(status, tasks.workingOnVolume(wanted.volumeId())));
      }
    }
  }

  private Source takeSnapshot(UUID snapshotId) {
    Record volume =
        here.select(VOLUME.NAME, VOLUME.BACKEND)
            .from(VOLUME)
            .where(VOLUME.ID.eq(wanted.volumeId()), VOLUME.DELETED_AT.isNull())
            .fetchOptional()
            .orElseThrow(() -> new Rollback(new CreateResult.VolumeMissing()));
    while (true) {
      Optional<Source> taken =
          here.update(SNAPSHOT)
              .set(SNAPSHOT.STATUS, SnapshotStatus.BACKING_UP)
              .set(SNAPSHOT.UPDATED_AT, Clock.now())
              .where(
                  SNAPSHOT.ID.eq(snapshotId),
                  SNAPSHOT.VOLUME_ID.eq(wanted.volumeId()),
                  SNAPSHOT.STATUS.eq(SnapshotStatus.AVAILABLE))
              .returningResult(SNAPSHOT.SIZE_BYTES, SNAPSHOT.CREATED_AT)
              .fetchOptional(row ->
                  new Source(
                      volume.get(VOLUME.NAME),
                      volume.get(VOLUME.BACKEND),
                      row.value1(),
                      row.value2()));
      if (taken.isPresent()) {
        return taken.get();
      }
      var snapshot =
          here.select(SNAPSHOT.STATUS, SNAPSHOT.VOLUME_ID)
              .from(SNAPSHOT)
              .where(SNAPSHOT.ID.eq(snapshotId), SNAPSHOT.DELETED_AT.isNull())
              .fetchOptional()
              .orElseThrow(() -> new Rollback(new CreateResult.SnapshotMissing()));
      if (!snapshot.value2().equals(wanted.volumeId())) {
        throw new Rollback(new CreateResult.SnapshotMismatch(snapshot.value2()));
      }
      if (snapshot.value1() != SnapshotStatus.AVAILABLE) {
        throw new Rollback(new CreateResult.SnapshotBusy(snapshot.value1()));
      }
    }
  }

  /**
   * Locked, so that it cannot begin to be deleted before its child can be seen. Looked for among
   * the volume's backups, which are few: a repository or project that is new has few as well as far
   * as the database's statistics know, however many it has by now. "Not distinct" uses no index.
   */
  private UUID parent(UUID repositoryId, Instant before) {
    return here.select(BACKUP.ID)
        .from(BACKUP)
        .where(
            BACKUP.VOLUME_ID.eq(wanted.volumeId()),
            BACKUP.PROJECT_ID.isNotDistinctFrom(wanted.projectId()),
            BACKUP.REPOSITORY_ID.isNotDistinctFrom(repositoryId),
            BACKUP.STATUS.in(BackupStatus.AVAILABLE, BackupStatus.RESTORING),
            BACKUP.DELETED_AT.isNull(),
            wanted.snapshotId() == null ? DSL.noCondition() : BACKUP.DATA_TIMESTAMP.lt(before))
        .orderBy(BACKUP.DATA_TIMESTAMP.desc())
        .limit(1)
        .forShare()
        .fetchOptional(BACKUP.ID)
        .orElseThrow(() -> new Rollback(new CreateResult.NoParent()));
  }

  private void takeQuota(long sizeBytes) {
    int taken =
        here.update(QUOTA)
            .set(QUOTA.BACKUPS_USED, QUOTA.BACKUPS_USED.plus(1))
            .set(QUOTA.BACKUP_BYTES_USED, QUOTA.BACKUP_BYTES_USED.plus(sizeBytes))
            .where(
                QUOTA.PROJECT_ID.eq(wanted.projectId()),
                QUOTA.BACKUPS_LIMIT.isNull().or(QUOTA.BACKUPS_USED.plus(1).le(QUOTA.BACKUPS_LIMIT)),
                QUOTA
                    .BACKUP_BYTES_LIMIT
                    .isNull()
                    .or(QUOTA.BACKUP_BYTES_USED.plus(sizeBytes).le(QUOTA.BACKUP_BYTES_LIMIT)))
            .execute();
    if (taken == 0) {
      throw new Rollback(quotaRefusal(sizeBytes));
    }
  }

  private CreateResult quotaRefusal(long sizeBytes) {
    return here.select(
            QUOTA.BACKUPS_LIMIT,
            QUOTA.BACKUPS_USED,
            QUOTA.BACKUP_BYTES_LIMIT,
            QUOTA.BACKUP_BYTES_USED)
        .from(QUOTA)
        .where(QUOTA.PROJECT_ID.eq(wanted.projectId()))
        .fetchOptional()
        .map(quota -> {
          Long backups = quota.value1();
          return backups != null && quota.value2() + 1 > backups
              ? new QuotaBreach(Resource.BACKUPS, backups, quota.value2(), 1)
              : new QuotaBreach(
                  Resource.BACKUP_BYTES,
                  quota.value3() == null ? Long.MAX_VALUE : quota.value3(),
                  quota.value4(),
                  sizeBytes);
        })
        .<CreateResult>map(CreateResult.QuotaExceeded::new)
        .orElseGet(CreateResult.ProjectMissing::new);
  }

  private UUID insert(UUID repositoryId, Source source, @Nullable UUID parentId) {
    return here.insertInto(BACKUP)
        .set(BACKUP.PROJECT_ID, wanted.projectId())
        .set(BACKUP.USER_ID, by.userId())
        .set(BACKUP.VOLUME_ID, wanted.volumeId())
        .set(BACKUP.VOLUME_NAME, source.volumeName())
        .set(BACKUP.SNAPSHOT_ID, wanted.snapshotId())
        .set(BACKUP.PARENT_ID, parentId)
        .set(BACKUP.REPOSITORY_ID, repositoryId)
        .set(BACKUP.NAME, wanted.name())
        .set(BACKUP.DESCRIPTION, wanted.description())
        .set(BACKUP.INCREMENTAL, wanted.incremental())
        .set(BACKUP.STATUS, BackupStatus.CREATING)
        .set(BACKUP.SIZE_BYTES, source.sizeBytes())
        .set(BACKUP.DATA_TIMESTAMP, source.moment())
        .set(BACKUP.METADATA, wanted.metadata())
        .returningResult(BACKUP.ID)
        .fetchSingle()
        .value1();
  }
}
