package io.holdfast.schema.submission;

import static io.holdfast.schema.generated.Tables.BACKUP;
import static io.holdfast.schema.generated.Tables.SETTING;
import static io.holdfast.schema.generated.Tables.TASK;

import io.holdfast.schema.Clock;
import io.holdfast.schema.Rollback;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupQueries;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.backup.LastBackup;
import io.holdfast.schema.identity.Actor;
import io.holdfast.schema.mount.Mount;
import io.holdfast.schema.mount.Mounts;
import io.holdfast.schema.task.TaskKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record3;

/** One wish to delete a backup, within its transaction. */
final class DeleteSubmission {

  private static final Set<BackupStatus> DELETABLE =
      EnumSet.of(BackupStatus.AVAILABLE, BackupStatus.ERROR, BackupStatus.ERROR_DELETING);

  private final DSLContext here;
  private final UUID backupId;
  private final Set<UUID> leaving;
  private final TaskEntry tasks;

  /** The dependents among those that leave too do not stand in the way. */
  DeleteSubmission(DSLContext here, UUID backupId, Set<UUID> leaving, Actor by) {
    this.here = here;
    this.backupId = backupId;
    this.leaving = leaving;
    this.tasks = new TaskEntry(here, by);
  }

  DeleteResult submit() {
    LastBackup newest = new LastBackup(here, source());
    newest.lock();
    var backup = takeBackup();
    newest.update();
    // With the backup's row changed, whoever makes a child of it, verifies or mounts it has either
    // committed or will be refused.
    Blocker verify = tasks.blocker(TASK.BACKUP_ID.eq(backupId));
    if (verify != null) {
      throw new Rollback(new DeleteResult.BackupBusy(BackupStatus.AVAILABLE, verify));
    }
    List<Mount> mounts = new Mounts(here).ofBackup(backupId);
    if (!mounts.isEmpty()) {
      throw new Rollback(new DeleteResult.Mounted(mounts));
    }
    List<Backup> dependents = refusesWithDependents() ? staying() : List.of();
    if (!dependents.isEmpty()) {
      throw new Rollback(new DeleteResult.HasDependents(dependents));
    }
    UUID taskId =
        tasks.queued(
            tasks.queue(
                TaskKind.DELETE,
                backup.value1(),
                backupId,
                backup.value2(),
                backup.value3(),
                null,
                null),
            backupId);
    tasks.accepted(
        "backup.delete", "backup", backupId, backup.value1(), Map.of("task", taskId.toString()));
    return new DeleteResult.Accepted(taskId);
  }

  private List<Backup> staying() {
    return new BackupQueries(here)
        .dependents(backupId).stream()
            .filter(dependent -> !leaving.contains(dependent.id()))
            .toList();
  }

  private UUID source() {
    return here.select(BACKUP.VOLUME_ID)
        .from(BACKUP)
        .where(BACKUP.ID.eq(backupId), BACKUP.DELETED_AT.isNull())
        .fetchOptional(BACKUP.VOLUME_ID)
        .orElseThrow(() -> new Rollback(new DeleteResult.BackupMissing()));
  }

  private Record3<UUID, UUID, UUID> takeBackup() {
    while (true) {
      var taken =
          here.update(BACKUP)
              .set(BACKUP.PREVIOUS_STATUS, BACKUP.STATUS)
              .set(BACKUP.STATUS, BackupStatus.DELETING)
              .setNull(BACKUP.HOST)
              .set(BACKUP.UPDATED_AT, Clock.now())
              .where(BACKUP.ID.eq(backupId), BACKUP.STATUS.in(DELETABLE), BACKUP.HELD.isFalse())
              .returningResult(BACKUP.PROJECT_ID, BACKUP.VOLUME_ID, BACKUP.REPOSITORY_ID)
              .fetchOptional();
      if (taken.isPresent()) {
        return taken.get();
      }
      var now =
          here.select(BACKUP.STATUS, BACKUP.HELD)
              .from(BACKUP)
              .where(BACKUP.ID.eq(backupId), BACKUP.DELETED_AT.isNull())
              .fetchOptional()
              .orElseThrow(() -> new Rollback(new DeleteResult.BackupMissing()));
      if (now.value2()) {
        throw new Rollback(new DeleteResult.Held());
      }
      BackupStatus status = now.value1();
      if (!DELETABLE.contains(status)) {
        throw new Rollback(new DeleteResult.BackupBusy(status, tasks.workingOnBackup(backupId)));
      }
    }
  }

  private boolean refusesWithDependents() {
    return here.select(SETTING.VALUE)
        .from(SETTING)
        .where(SETTING.KEY.eq("delete.refuse-with-dependents"))
        .fetchOptional(SETTING.VALUE)
        .map(Boolean::parseBoolean)
        .orElse(true);
  }
}
