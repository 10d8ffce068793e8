package io.holdfast.schema.backup;

import static io.holdfast.schema.generated.Tables.ATTACHMENT;
import static io.holdfast.schema.generated.Tables.BACKUP;
import static io.holdfast.schema.generated.Tables.NODE;
import static io.holdfast.schema.generated.Tables.TASK;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import io.holdfast.schema.Clock;
import io.holdfast.schema.node.NodeRole;
import io.holdfast.schema.node.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What changes of a backup apart from its status. Temporary volumes and snapshots are written down
 * before they are made, so that whoever cleans up after the owner finds them.
 */
public final class BackupStates {

  private final DSLContext database;

  public BackupStates(DSLContext database) {
    this.database = database;
  }

  /**
   * Changes what people have written about it; {@code null} leaves as it is. False: no such backup.
   */
  public boolean describe(
      UUID id,
      @Nullable String name,
      @Nullable String description,
      @Nullable Map<String, String> metadata) {
    return database
            .update(BACKUP)
            .set(BACKUP.NAME, name == null ? BACKUP.NAME : DSL.val(name))
            .set(
                BACKUP.DESCRIPTION, description == null ? BACKUP.DESCRIPTION : DSL.val(description))
            .set(
                BACKUP.METADATA,
                metadata == null ? BACKUP.METADATA : DSL.val(metadata, BACKUP.METADATA))
            .set(BACKUP.UPDATED_AT, Clock.now())
            .where(BACKUP.ID.eq(id), BACKUP.DELETED_AT.isNull())
            .execute()
        == 1;
  }

  /**
   * What a verify found, if the backup is still whole. A sample that is intact leaves a backup that
   * was found damaged as it is. Only within a transaction that has made sure that the verify's task
   * is its worker's own.
   *
   * @param everything whether all of the backup was read
   * @param message one sentence for people
   */
  public void verified(UUID id, boolean intact, boolean everything, String message) {
    LastBackup newest = new LastBackup(database, volume(id));
    newest.lock();
    database
        .update(BACKUP)
        .set(BACKUP.VERIFIED_AT, Clock.now())
        .set(BACKUP.VERIFY_RESULT, intact ? Backup.INTACT : Backup.DAMAGED)
        .set(BACKUP.VERIFY_MESSAGE, message)
        .set(BACKUP.UPDATED_AT, Clock.now())
        .where(
            BACKUP.ID.eq(id),
            BACKUP.STATUS.in(BackupStatus.WITH_MANIFEST),
            intact && !everything
                ? BACKUP.VERIFY_RESULT.isDistinctFrom(Backup.DAMAGED)
                : DSL.noCondition())
        .execute();
    newest.update();
  }

  private @Nullable UUID volume(UUID id) {
    return database
        .select(BACKUP.VOLUME_ID)
        .from(BACKUP)
        .where(BACKUP.ID.eq(id))
        .fetchOne(BACKUP.VOLUME_ID);
  }

  /** Before the owner has a temporary snapshot made. False: fenced, or it has one. */
  public boolean temporarySnapshotPlanned(UUID id, Owner owner, UUID snapshotId) {
    return database
            .update(BACKUP)
            .set(BACKUP.TEMP_SNAPSHOT_ID, snapshotId)
            .set(BACKUP.UPDATED_AT, Clock.now())
            .where(
                BACKUP.ID.eq(id),
                owned(owner),
                BACKUP.STATUS.eq(BackupStatus.CREATING),
                BACKUP.TEMP_SNAPSHOT_ID.isNull())
            .execute()
        == 1;
  }

  /**
   * Once the temporary snapshot is there: its moment is the one that the backup holds. False:
   * fenced.
   */
  public boolean temporarySnapshotTaken(UUID id, Owner owner, Instant moment) {
    return database
            .update(BACKUP)
            .set(BACKUP.DATA_TIMESTAMP, moment)
            .set(BACKUP.UPDATED_AT, Clock.now())
            .where(
                BACKUP.ID.eq(id),
                owned(owner),
                BACKUP.STATUS.eq(BackupStatus.CREATING),
                BACKUP.TEMP_SNAPSHOT_ID.isNotNull())
            .execute()
        == 1;
  }

  /**
   * Before the owner attaches what it reads, and only while nothing of it is recorded: the name of
   * the moment that the backup is of. False: fenced.
   */
  public boolean marked(UUID id, Owner owner, UUID mark) {
    return database
            .update(BACKUP)
            .set(BACKUP.MARK, mark)
            .set(BACKUP.UPDATED_AT, Clock.now())
            .where(BACKUP.ID.eq(id), owned(owner), BACKUP.STATUS.eq(BackupStatus.CREATING))
            .execute()
        == 1;
  }

  /** Before the owner has a temporary volume made. False: fenced, or it has one. */
  public boolean temporaryVolumePlanned(UUID id, Owner owner, UUID volumeId) {
    return database
            .update(BACKUP)
            .set(BACKUP.TEMP_VOLUME_ID, volumeId)
            .set(BACKUP.UPDATED_AT, Clock.now())
            .where(
                BACKUP.ID.eq(id),
                owned(owner),
                BACKUP.STATUS.eq(BackupStatus.CREATING),
                BACKUP.TEMP_VOLUME_ID.isNull())
            .execute()
        == 1;
  }

  /** Has a backup stay, or releases it. False: no such backup. */
  public boolean hold(UUID id, boolean held) {
    return database
            .update(BACKUP)
            .set(BACKUP.HELD, held)
            .set(BACKUP.UPDATED_AT, Clock.now())
            .where(
                BACKUP.ID.eq(id),
                BACKUP.DELETED_AT.isNull(),
                held ? BACKUP.STATUS.ne(BackupStatus.DELETING) : DSL.noCondition())
            .execute()
        == 1;
  }

  /**
   * After the owner, or a clean-up of a backup that nobody owns, has had it deleted. False: it was
   * not this one's.
   */
  public boolean temporarySnapshotGone(UUID id, @Nullable Owner owner, UUID snapshotId) {
    return database
            .update(BACKUP)
            .setNull(BACKUP.TEMP_SNAPSHOT_ID)
            .set(BACKUP.UPDATED_AT, Clock.now())
            .where(BACKUP.ID.eq(id), owned(owner), BACKUP.TEMP_SNAPSHOT_ID.eq(snapshotId))
            .execute()
        == 1;
  }

  /**
   * After the owner, or a clean-up of a backup that nobody owns, has had it deleted. False: it was
   * not this one's.
   */
  public boolean temporaryVolumeGone(UUID id, @Nullable Owner owner, UUID volumeId) {
    return database
            .update(BACKUP)
            .setNull(BACKUP.TEMP_VOLUME_ID)
            .set(BACKUP.UPDATED_AT, Clock.now())
            .where(BACKUP.ID.eq(id), owned(owner), BACKUP.TEMP_VOLUME_ID.eq(volumeId))
            .execute()
        == 1;
  }

  /**
   * Lets go of backups that are over and still name something temporary, whose host has had no live
   * incarnation for so long: from then on whoever comes first clears up after them. Not while a
   * connection or an open task of the backup is left.
   *
   * @return those that were let go
   */
  public List<UUID> letGoOfLostHosts(Duration absence) {
    return database
        .update(BACKUP)
        .setNull(BACKUP.HOST)
        .set(BACKUP.UPDATED_AT, Clock.now())
        .where(
            BACKUP.TEMP_VOLUME_ID.isNotNull().or(BACKUP.TEMP_SNAPSHOT_ID.isNotNull()),
            BACKUP.HOST.isNotNull(),
            BACKUP.INCARNATION.isNull(),
            notExists(
                selectOne()
                    .from(NODE)
                    .where(
                        NODE.HOST.eq(BACKUP.HOST),
                        NODE.ROLE.eq(NodeRole.WORKER),
                        NODE.CLOSED_AT.isNull().or(NODE.CLOSED_AT.gt(Clock.nowMinus(absence))))),
            notExists(
                selectOne()
                    .from(TASK)
                    .leftJoin(ATTACHMENT)
                    .on(ATTACHMENT.TASK_ID.eq(TASK.ID), ATTACHMENT.DETACHED_AT.isNull())
                    .where(
                        TASK.BACKUP_ID.eq(BACKUP.ID),
                        TASK.FINISHED_AT.isNull().or(ATTACHMENT.ID.isNotNull()))))
        .returning(BACKUP.ID)
        .fetch(BACKUP.ID);
  }

  private static Condition owned(@Nullable Owner owner) {
    return owner == null
        ? BACKUP.INCARNATION.isNull()
        : BACKUP.HOST.eq(owner.host()).and(BACKUP.INCARNATION.eq(owner.incarnation()));
  }
}
