package io.holdfast.schema.volume;

import static io.holdfast.schema.generated.Tables.SNAPSHOT;

import io.holdfast.schema.Slice;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;

/** Snapshots as they stand; deleted ones never are among them. */
public final class SnapshotQueries {

  private final DSLContext database;

  public SnapshotQueries(DSLContext database) {
    this.database = database;
  }

  /** A volume's snapshots, the newest first. */
  public List<Snapshot> ofVolume(UUID volumeId, Slice slice) {
    return database
        .select(SNAPSHOT.fields())
        .from(SNAPSHOT)
        .where(SNAPSHOT.VOLUME_ID.eq(volumeId), SNAPSHOT.DELETED_AT.isNull())
        .orderBy(SNAPSHOT.CREATED_AT.desc(), SNAPSHOT.ID.desc())
        .offset(slice.offset())
        .limit(slice.limit())
        .fetch(SnapshotQueries::snapshot);
  }

  /** Snapshots that are being taken or deleted, the longest so first. */
  public List<Snapshot> passing(int limit) {
    return database
        .select(SNAPSHOT.fields())
        .from(SNAPSHOT)
        .where(
            SNAPSHOT.STATUS.in(SnapshotStatus.CREATING, SnapshotStatus.DELETING),
            SNAPSHOT.DELETED_AT.isNull())
        .orderBy(SNAPSHOT.UPDATED_AT)
        .limit(limit)
        .fetch(SnapshotQueries::snapshot);
  }

  public Optional<Snapshot> find(UUID id) {
    return database
        .select(SNAPSHOT.fields())
        .from(SNAPSHOT)
        .where(SNAPSHOT.ID.eq(id), SNAPSHOT.DELETED_AT.isNull())
        .fetchOptional(SnapshotQueries::snapshot);
  }

  private static Snapshot snapshot(Record row) {
    return new Snapshot(
        row.get(SNAPSHOT.ID),
        row.get(SNAPSHOT.PROJECT_ID),
        row.get(SNAPSHOT.VOLUME_ID),
        row.get(SNAPSHOT.NAME),
        row.get(SNAPSHOT.DESCRIPTION),
        row.get(SNAPSHOT.SIZE_BYTES),
        row.get(SNAPSHOT.STATUS),
        row.get(SNAPSHOT.ERROR_REASON),
        row.get(SNAPSHOT.CREATED_AT),
        row.get(SNAPSHOT.UPDATED_AT));
  }
}
