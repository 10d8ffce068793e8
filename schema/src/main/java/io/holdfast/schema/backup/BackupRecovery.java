package io.holdfast.schema.backup;

import static io.holdfast.schema.generated.Tables.BACKUP;
import static io.holdfast.schema.generated.Tables.PROJECT;
import static io.holdfast.schema.generated.Tables.QUOTA;
import static io.holdfast.schema.generated.Tables.USER_ACCOUNT;
import static org.jooq.impl.DSL.greatest;

import io.holdfast.schema.Clock;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Brings back the rows of backups that a repository holds and the database has lost. A row that is
 * there, in whatever status, is left alone.
 */
public final class BackupRecovery {

  private final DSLContext database;

  public BackupRecovery(DSLContext database) {
    this.database = database;
  }

  /**
   * Adds a backup as available and full, if there is no row of it. A project that is not known is
   * made, under a name that says so; a limit of a quota that the backup exceeds is raised to what
   * is there.
   *
   * @return false if there was a row
   */
  public boolean add(RecoveredBackup backup) {
    return database.transactionResult(transaction -> {
      DSLContext here = transaction.dsl();
      LastBackup newest = new LastBackup(here, backup.volumeId());
      newest.lock();
      project(here, backup.projectId());
      boolean known =
          backup.userId() != null
              && here.fetchExists(USER_ACCOUNT, USER_ACCOUNT.ID.eq(backup.userId()));
      int rows =
          here.insertInto(BACKUP)
              .set(BACKUP.ID, backup.id())
              .set(BACKUP.PROJECT_ID, backup.projectId())
              .set(BACKUP.USER_ID, known ? backup.userId() : null)
              .set(BACKUP.VOLUME_ID, backup.volumeId())
              .set(BACKUP.VOLUME_NAME, backup.volumeName())
              .set(BACKUP.REPOSITORY_ID, backup.repositoryId())
              .set(BACKUP.NAME, backup.name())
              .set(BACKUP.DESCRIPTION, backup.description())
              .set(BACKUP.INCREMENTAL, false)
              .set(BACKUP.STATUS, BackupStatus.AVAILABLE)
              .set(BACKUP.SIZE_BYTES, backup.sizeBytes())
              .set(BACKUP.READ_BYTES, backup.readBytes())
              .set(BACKUP.STORED_BYTES, backup.storedBytes())
              .set(BACKUP.DATA_TIMESTAMP, backup.dataTimestamp())
              .set(BACKUP.CREATED_AT, backup.createdAt())
              .set(BACKUP.COMPLETED_AT, backup.completedAt())
              .set(BACKUP.METADATA, backup.metadata())
              .onConflict(BACKUP.ID)
              .doNothing()
              .execute();
      if (rows == 1) {
        take(here, backup);
        newest.update();
      }
      return rows == 1;
    });
  }

  private static void project(DSLContext here, UUID id) {
    int made =
        here.insertInto(PROJECT)
            .set(PROJECT.ID, id)
            .set(PROJECT.NAME, "recovered-" + id)
            .set(PROJECT.DESCRIPTION, "Found in a repository; its name was lost with the database.")
            .onConflictDoNothing()
            .execute();
    if (made == 1) {
      here.insertInto(QUOTA).set(QUOTA.PROJECT_ID, id).onConflictDoNothing().execute();
    }
  }

  private static void take(DSLContext here, RecoveredBackup backup) {
    var count = QUOTA.BACKUPS_USED.plus(1);
    var bytes = QUOTA.BACKUP_BYTES_USED.plus(backup.sizeBytes());
    here.update(QUOTA)
        .set(QUOTA.BACKUPS_USED, count)
        .set(QUOTA.BACKUP_BYTES_USED, bytes)
        .set(
            QUOTA.BACKUPS_LIMIT,
            DSL.when(QUOTA.BACKUPS_LIMIT.isNotNull(), greatest(QUOTA.BACKUPS_LIMIT, count)))
        .set(
            QUOTA.BACKUP_BYTES_LIMIT,
            DSL.when(
                QUOTA.BACKUP_BYTES_LIMIT.isNotNull(), greatest(QUOTA.BACKUP_BYTES_LIMIT, bytes)))
        .where(QUOTA.PROJECT_ID.eq(backup.projectId()))
        .execute();
  }

  /**
   * Makes a recovered backup incremental again, once all are there.
   *
   * @return false if one of the two is not there, or it has a parent already
   */
  public boolean connect(UUID id, UUID parentId) {
    return database
            .update(BACKUP)
            .set(BACKUP.PARENT_ID, parentId)
            .set(BACKUP.INCREMENTAL, true)
            .set(BACKUP.UPDATED_AT, Clock.now())
            .where(
                BACKUP.ID.eq(id),
                BACKUP.PARENT_ID.isNull(),
                DSL.exists(
                    DSL.selectOne()
                        .from(BACKUP.as("parent"))
                        .where(
                            DSL.field("parent.id", UUID.class).eq(parentId),
                            DSL.field("parent.deleted_at").isNull())))
            .execute()
        == 1;
  }
}
