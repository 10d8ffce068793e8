package io.holdfast.schema.backup;

import static io.holdfast.schema.generated.Tables.BACKUP;
import static io.holdfast.schema.generated.Tables.VOLUME;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;

import java.time.Instant;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest moments that a volume's available backups hold, all of them and those not known
 * to be damaged, within transactions that change which these are: lock the volume, change the
 * backup, update the volume. For this module only.
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
    Field<Instant> newest = newest(noCondition());
    Field<Instant> newestIntact = newest(BACKUP.VERIFY_RESULT.isDistinctFrom(Backup.DAMAGED));
    here.update(VOLUME)
        .set(VOLUME.LAST_BACKUP_AT, newest)
        .set(VOLUME.LAST_INTACT_BACKUP_AT, newestIntact)
        .where(
            VOLUME.ID.eq(volumeId),
            VOLUME
                .LAST_BACKUP_AT
                .isDistinctFrom(newest)
                .or(VOLUME.LAST_INTACT_BACKUP_AT.isDistinctFrom(newestIntact)))
        .execute();
  }

  private Field<Instant> newest(Condition which) {
    return field(
        select(max(BACKUP.DATA_TIMESTAMP))
            .from(BACKUP)
            .where(
                BACKUP.VOLUME_ID.eq(volumeId),
                BACKUP.DELETED_AT.isNull(),
                BACKUP.STATUS.in(BackupStatus.AVAILABLE, BackupStatus.RESTORING),
                which));
  }
}
