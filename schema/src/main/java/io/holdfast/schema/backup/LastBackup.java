package io.holdfast.schema.backup;

import static io.holdfast.schema.generated.Tables.BACKUP;
import static io.holdfast.schema.generated.Tables.VOLUME;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.select;

import java.time.Instant;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest moment that a volume's available backups hold, within transactions that make a
 * backup available or end that: lock the volume, change the backup, update the volume. For this
 * module only.
 */
public final class LastBackup {

  private final DSLContext here;
  private final @Nullable UUID volumeId;

  /**
   * @param here a transaction's
   * @param volumeId of a volume that may be unknown
   */
  public LastBackup(DSLContext here, @Nullable UUID volumeId) {
    this.here = here;
    this.volumeId = volumeId;
  }

  /** Before a backup is changed: volumes are locked before backups everywhere. */
  public void lock() {
    here.select(VOLUME.ID).from(VOLUME).where(VOLUME.ID.eq(volumeId)).forNoKeyUpdate().fetch();
  }

  /** A statement after the lock: it sees every backup that another transaction changed before. */
  public void update() {
    here.update(VOLUME)
        .set(VOLUME.LAST_BACKUP_AT, newest())
        .where(VOLUME.ID.eq(volumeId))
        .execute();
  }

  private Field<Instant> newest() {
    return field(
        select(max(BACKUP.DATA_TIMESTAMP))
            .from(BACKUP)
            .where(
                BACKUP.VOLUME_ID.eq(volumeId),
                BACKUP.DELETED_AT.isNull(),
                BACKUP.STATUS.in(BackupStatus.AVAILABLE, BackupStatus.RESTORING)));
  }
}
