package io.holdfast.schema.volume;

import static io.holdfast.schema.generated.Tables.SNAPSHOT;
import static io.holdfast.schema.generated.Tables.VOLUME;

import io.holdfast.schema.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.UpdateSetMoreStep;

/**
 * What happens to snapshots outside of a backup; each method is one compare-and-swap, as in {@link
 * VolumeStates}.
 */
public final class SnapshotStates {

  private final DSLContext database;

  public SnapshotStates(DSLContext database) {
    this.database = database;
  }

  /**
   * Enters a snapshot before it is taken; it is creating. False: there is no such volume, or it is
   * not available or in-use.
   */
  public boolean create(UUID id, UUID volumeId, String name, String description) {
    return database.transactionResult(transaction -> {
      DSLContext here = transaction.dsl();
      // Locked, so that the volume cannot begin to be deleted before its snapshot can be seen.
      var volume =
          here.select(VOLUME.PROJECT_ID, VOLUME.SIZE_BYTES)
              .from(VOLUME)
              .where(
                  VOLUME.ID.eq(volumeId),
                  VOLUME.STATUS.in(VolumeStatus.AVAILABLE, VolumeStatus.IN_USE))
              .forShare()
              .fetchOptional();
      volume.ifPresent(of ->
          here.insertInto(SNAPSHOT)
              .set(SNAPSHOT.ID, id)
              .set(SNAPSHOT.PROJECT_ID, of.value1())
              .set(SNAPSHOT.VOLUME_ID, volumeId)
              .set(SNAPSHOT.NAME, name)
              .set(SNAPSHOT.DESCRIPTION, description)
              .set(SNAPSHOT.SIZE_BYTES, of.value2())
              .set(SNAPSHOT.STATUS, SnapshotStatus.CREATING)
              .execute());
      return volume.isPresent();
    });
  }

  /** creating → available; the moment that it holds counts as its creation. */
  public boolean created(UUID id, long sizeBytes, Instant moment) {
    return swap(
        moveTo(SnapshotStatus.AVAILABLE)
            .set(SNAPSHOT.SIZE_BYTES, sizeBytes)
            .set(SNAPSHOT.CREATED_AT, moment),
        id,
        SnapshotStatus.CREATING);
  }

  /** creating → error. */
  public boolean creationFailed(UUID id, String reason) {
    return swap(
        moveTo(SnapshotStatus.ERROR).set(SNAPSHOT.ERROR_REASON, reason),
        id,
        SnapshotStatus.CREATING);
  }

  /** available or one of the errors → deleting. */
  public boolean delete(UUID id) {
    return swap(
        moveTo(SnapshotStatus.DELETING),
        id,
        SnapshotStatus.AVAILABLE,
        SnapshotStatus.ERROR,
        SnapshotStatus.ERROR_DELETING);
  }

  /** deleting → deleted. */
  public boolean deleted(UUID id) {
    return swap(
        moveTo(SnapshotStatus.DELETED).set(SNAPSHOT.DELETED_AT, Clock.now()),
        id,
        SnapshotStatus.DELETING);
  }

  /** deleting → error_deleting. */
  public boolean deletionFailed(UUID id, String reason) {
    return swap(
        moveTo(SnapshotStatus.ERROR_DELETING).set(SNAPSHOT.ERROR_REASON, reason),
        id,
        SnapshotStatus.DELETING);
  }

  private UpdateSetMoreStep<?> moveTo(SnapshotStatus status) {
    return database
        .update(SNAPSHOT)
        .set(SNAPSHOT.STATUS, status)
        .setNull(SNAPSHOT.ERROR_REASON)
        .set(SNAPSHOT.UPDATED_AT, Clock.now());
  }

  private static boolean swap(UpdateSetMoreStep<?> change, UUID id, SnapshotStatus... from) {
    return change.where(SNAPSHOT.ID.eq(id), SNAPSHOT.STATUS.in(from)).execute() == 1;
  }
}
