package io.holdfast.schema.mount;

import static io.holdfast.schema.generated.Tables.BACKUP;
import static io.holdfast.schema.generated.Tables.MOUNT;
import static io.holdfast.schema.generated.Tables.NODE;

import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.node.Owner;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Mounts as they stand, and their beginning and end. */
public final class Mounts {

  private final DSLContext database;

  public Mounts(DSLContext database) {
    this.database = database;
  }

  /**
   * Enters a mount; the same one again changes nothing. False: the backup cannot be read or is
   * about to be deleted, or the worker's incarnation is closed.
   */
  public boolean begin(NewMount mount, Owner worker) {
    return database.transactionResult(transaction -> {
      DSLContext here = transaction.dsl();
      // Both locked: whoever deletes the backup or closes the incarnation waits, and then sees it.
      boolean possible =
          here.select(BACKUP.ID)
                  .from(BACKUP)
                  .where(
                      BACKUP.ID.eq(mount.backupId()),
                      BACKUP.STATUS.in(BackupStatus.AVAILABLE, BackupStatus.RESTORING))
                  .forShare()
                  .fetchOptional()
                  .isPresent()
              && here.select(NODE.ID)
                  .from(NODE)
                  .where(NODE.ID.eq(worker.incarnation()), NODE.CLOSED_AT.isNull())
                  .forShare()
                  .fetchOptional()
                  .isPresent();
      if (possible) {
        here.insertInto(MOUNT)
            .set(MOUNT.ID, mount.id())
            .set(MOUNT.BACKUP_ID, mount.backupId())
            .set(MOUNT.HOST, worker.host())
            .set(MOUNT.INCARNATION, worker.incarnation())
            .set(MOUNT.WRITABLE, mount.writable())
            .set(MOUNT.LASTING, mount.lasting())
            .set(MOUNT.CREATED_BY, mount.createdBy())
            .onConflictDoNothing()
            .execute();
      }
      return possible;
    });
  }

  /** Takes a mount away; its worker then ends the export. False: it was gone. */
  public boolean end(UUID id) {
    return database.deleteFrom(MOUNT).where(MOUNT.ID.eq(id)).execute() == 1;
  }

  public Optional<Mount> find(UUID id) {
    return list(MOUNT.ID.eq(id)).stream().findFirst();
  }

  /** All mounts, or those of a project's backups; the newest first. */
  public List<Mount> list(@Nullable UUID projectId) {
    return list(projectId == null ? DSL.noCondition() : BACKUP.PROJECT_ID.eq(projectId));
  }

  /** The mounts of one backup, the newest first. */
  public List<Mount> ofBackup(UUID backupId) {
    return list(MOUNT.BACKUP_ID.eq(backupId));
  }

  /** Ids of what a process exports, or should. */
  public Set<UUID> of(Owner worker) {
    return database
        .select(MOUNT.ID)
        .from(MOUNT)
        .where(MOUNT.INCARNATION.eq(worker.incarnation()))
        .fetchSet(MOUNT.ID);
  }

  private List<Mount> list(Condition condition) {
    return database
        .select(
            MOUNT.ID,
            MOUNT.BACKUP_ID,
            BACKUP.NAME,
            BACKUP.VOLUME_NAME,
            BACKUP.PROJECT_ID,
            MOUNT.HOST,
            MOUNT.WRITABLE,
            MOUNT.CREATED_BY,
            MOUNT.LASTING,
            MOUNT.CREATED_AT)
        .from(MOUNT)
        .join(BACKUP)
        .on(BACKUP.ID.eq(MOUNT.BACKUP_ID))
        .where(condition)
        .orderBy(MOUNT.CREATED_AT.desc(), MOUNT.ID)
        .fetch(org.jooq.Records.mapping(Mount::new));
  }
}
