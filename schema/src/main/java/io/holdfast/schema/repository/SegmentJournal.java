package io.holdfast.schema.repository;

import static io.holdfast.schema.generated.Tables.BACKUP;
import static io.holdfast.schema.generated.Tables.BACKUP_SEGMENT;
import static io.holdfast.schema.generated.Tables.PACK;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.excluded;

import io.holdfast.schema.Clock;
import io.holdfast.schema.Rollback;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.node.Owner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * What one backup in the making has done, so that it can be resumed, and so that reclaiming leaves
 * alone what it refers to.
 */
public final class SegmentJournal {

  private final DSLContext database;
  private final int repositoryNumber;
  private final UUID backupId;
  private final Owner owner;

  /**
   * @param repositoryNumber {@link Repository#number()}
   */
  public SegmentJournal(DSLContext database, int repositoryNumber, UUID backupId, Owner owner) {
    this.database = database;
    this.repositoryNumber = repositoryNumber;
    this.backupId = backupId;
    this.owner = owner;
  }

  /** Everything recorded so far, by this or an earlier owner. */
  public List<RecordedSegment> recorded() {
    return database
        .select(
            BACKUP_SEGMENT.ORDINAL,
            BACKUP_SEGMENT.SEGMENT_ID,
            BACKUP_SEGMENT.DATA_BYTES,
            BACKUP_SEGMENT.READ_BYTES,
            BACKUP_SEGMENT.STORED_BYTES)
        .from(BACKUP_SEGMENT)
        .where(BACKUP_SEGMENT.BACKUP_ID.eq(backupId))
        .orderBy(BACKUP_SEGMENT.ORDINAL)
        .fetch(row ->
            new RecordedSegment(
                row.value1(), row.value2(), row.value3(), row.value4(), row.value5()));
  }

  /**
   * Records the segments, and brings every tombstoned pack of those given back to live; all or
   * nothing.
   *
   * @param packs all that hold a chunk of the segments, or one of the segments
   */
  public RecordResult record(List<RecordedSegment> segments, Collection<UUID> packs) {
    return Rollback.transaction(
        database,
        here -> {
          if (!owned(here)) {
            return new RecordResult.Fenced();
          }
          revive(here, packs);
          insert(here, segments);
          return new RecordResult.Recorded();
        });
  }

  /**
   * Forgets everything recorded, when the content that it was read from cannot be read on. False:
   * the caller no longer owns the backup, and nothing has changed.
   */
  public boolean forgetAll() {
    return Rollback.transaction(
        database,
        here -> {
          if (!owned(here)) {
            return false;
          }
          here.deleteFrom(BACKUP_SEGMENT).where(BACKUP_SEGMENT.BACKUP_ID.eq(backupId)).execute();
          return true;
        });
  }

  /** Locks the backup, so that it stays owned until the segments are there. */
  private boolean owned(DSLContext here) {
    return here.select(BACKUP.ID)
        .from(BACKUP)
        .where(
            BACKUP.ID.eq(backupId),
            BACKUP.STATUS.eq(BackupStatus.CREATING),
            BACKUP.HOST.eq(owner.host()),
            BACKUP.INCARNATION.eq(owner.incarnation()))
        .forShare()
        .fetchOptional()
        .isPresent();
  }

  /**
   * Locks live packs too: a pack that is tombstoned while this runs waits until the segments can be
   * seen, so that the next mark finds what refers to it.
   */
  private void revive(DSLContext here, Collection<UUID> packs) {
    UUID[] ids = Set.copyOf(packs).toArray(UUID[]::new);
    Set<UUID> lost = new HashSet<>(packs);
    List<Long> tombstoned = new ArrayList<>();
    here.select(PACK.ID, PACK.NUMBER, PACK.STATE)
        .from(PACK)
        .where(PACK.ID.eq(any(ids)), PACK.REPOSITORY_NUMBER.eq(repositoryNumber))
        .orderBy(PACK.ID)
        .forNoKeyUpdate()
        .forEach(pack -> {
          switch (pack.value3()) {
            case LIVE -> lost.remove(pack.value1());
            case TOMBSTONED -> {
              lost.remove(pack.value1());
              tombstoned.add(pack.value2());
            }
            case DELETING, GONE -> {}
          }
        });
    if (!lost.isEmpty()) {
      throw new Rollback(new RecordResult.PacksLost(Set.copyOf(lost)));
    }
    if (!tombstoned.isEmpty()) {
      here.update(PACK)
          .set(PACK.STATE, PackState.LIVE)
          .set(PACK.CHANGED_AT, Clock.now())
          .where(PACK.NUMBER.in(tombstoned), PACK.STATE.eq(PackState.TOMBSTONED))
          .execute();
    }
  }

  /** An owner that was cut off after its commit records the same segments again. */
  private void insert(DSLContext here, List<RecordedSegment> segments) {
    for (RecordedSegment segment : segments) {
      here.insertInto(BACKUP_SEGMENT)
          .set(BACKUP_SEGMENT.BACKUP_ID, backupId)
          .set(BACKUP_SEGMENT.ORDINAL, segment.ordinal())
          .set(BACKUP_SEGMENT.SEGMENT_ID, segment.segmentId())
          .set(BACKUP_SEGMENT.DATA_BYTES, segment.dataBytes())
          .set(BACKUP_SEGMENT.READ_BYTES, segment.readBytes())
          .set(BACKUP_SEGMENT.STORED_BYTES, segment.storedBytes())
          .onConflict(BACKUP_SEGMENT.BACKUP_ID, BACKUP_SEGMENT.ORDINAL)
          .doUpdate()
          .set(BACKUP_SEGMENT.SEGMENT_ID, excluded(BACKUP_SEGMENT.SEGMENT_ID))
          .set(BACKUP_SEGMENT.DATA_BYTES, excluded(BACKUP_SEGMENT.DATA_BYTES))
          .set(BACKUP_SEGMENT.READ_BYTES, excluded(BACKUP_SEGMENT.READ_BYTES))
          .set(BACKUP_SEGMENT.STORED_BYTES, excluded(BACKUP_SEGMENT.STORED_BYTES))
          .execute();
    }
  }
}
