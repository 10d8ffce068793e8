package io.holdfast.schema.volume;

import static io.holdfast.schema.generated.Tables.ATTACHMENT;
import static io.holdfast.schema.generated.Tables.SNAPSHOT;
import static io.holdfast.schema.generated.Tables.VOLUME;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import io.holdfast.schema.Clock;
import io.holdfast.schema.attachment.AttachmentMode;
import io.holdfast.schema.attachment.AttachmentState;
import io.holdfast.schema.backup.LastBackup;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.UpdateSetMoreStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What happens to volumes outside of backup and restore. Each method is one compare-and-swap; false
 * means that the volume was not, or no longer, in a status that allows it, and nothing has changed.
 */
public final class VolumeStates {

  private final DSLContext database;

  public VolumeStates(DSLContext database) {
    this.database = database;
  }

  /**
   * Enters a volume before it is made; it is creating until {@link #created}. One that was found
   * may have backups already, which came back from a repository.
   */
  public void create(NewVolume volume) {
    database.transaction(transaction -> {
      DSLContext here = transaction.dsl();
      here.insertInto(VOLUME)
          .set(VOLUME.ID, volume.id())
          .set(VOLUME.PROJECT_ID, volume.projectId())
          .set(VOLUME.NAME, volume.name())
          .set(VOLUME.DESCRIPTION, volume.description())
          .set(VOLUME.SIZE_BYTES, volume.sizeBytes())
          .set(VOLUME.BACKEND, volume.backend())
          .set(VOLUME.METADATA, volume.metadata())
          .set(VOLUME.STATUS, VolumeStatus.CREATING)
          .execute();
      new LastBackup(here, volume.id()).update();
    });
  }

  /** creating → available, with the size that its volume service gave it. */
  public boolean created(UUID id, long sizeBytes) {
    return swap(
        moveTo(VolumeStatus.AVAILABLE).set(VOLUME.SIZE_BYTES, sizeBytes),
        id,
        VolumeStatus.CREATING);
  }

  /**
   * creating → error_restoring, with the size that its volume service gave it: what a volume is
   * that was made for a restore, until that has succeeded.
   */
  public boolean createdForRestore(UUID id, long sizeBytes) {
    return swap(
        moveTo(VolumeStatus.ERROR_RESTORING)
            .set(VOLUME.ERROR_REASON, "Nothing has been restored to it yet.")
            .set(VOLUME.SIZE_BYTES, sizeBytes),
        id,
        VolumeStatus.CREATING);
  }

  /** creating → error. */
  public boolean creationFailed(UUID id, String reason) {
    return swap(
        moveTo(VolumeStatus.ERROR).set(VOLUME.ERROR_REASON, reason), id, VolumeStatus.CREATING);
  }

  /** available or in-use → extending; refused when the size is not larger. */
  public boolean extend(UUID id, long newSizeBytes) {
    return swap(
        database
            .update(VOLUME)
            .set(VOLUME.PREVIOUS_STATUS, VOLUME.STATUS)
            .set(VOLUME.STATUS, VolumeStatus.EXTENDING)
            .set(VOLUME.UPDATED_AT, Clock.now()),
        id,
        VOLUME.SIZE_BYTES.lt(newSizeBytes),
        VolumeStatus.AVAILABLE,
        VolumeStatus.IN_USE);
  }

  /** extending → what it was before, with the size that its volume service gave it. */
  public boolean extended(UUID id, long sizeBytes) {
    return swap(backToPrevious().set(VOLUME.SIZE_BYTES, sizeBytes), id, VolumeStatus.EXTENDING);
  }

  /** extending → what it was before, at its old size. */
  public boolean extensionFailed(UUID id) {
    return swap(backToPrevious(), id, VolumeStatus.EXTENDING);
  }

  /** available ↔ in-use. */
  public boolean setInUse(UUID id, boolean inUse) {
    return inUse
        ? swap(moveTo(VolumeStatus.IN_USE), id, VolumeStatus.AVAILABLE)
        : swap(moveTo(VolumeStatus.AVAILABLE), id, VolumeStatus.IN_USE);
  }

  /**
   * available or one of the errors → deleting; refused while it has snapshots, or a worker is still
   * connected for writing.
   */
  public boolean delete(UUID id) {
    return database.transactionResult(transaction -> {
      DSLContext here = transaction.dsl();
      // Locked first: the next statement then sees a snapshot that was being entered.
      here.select(VOLUME.ID).from(VOLUME).where(VOLUME.ID.eq(id)).forNoKeyUpdate().fetch();
      return swap(
          new VolumeStates(here).moveTo(VolumeStatus.DELETING),
          id,
          notExists(
                  selectOne()
                      .from(SNAPSHOT)
                      .where(SNAPSHOT.VOLUME_ID.eq(VOLUME.ID), SNAPSHOT.DELETED_AT.isNull()))
              .and(hasNoWriter()),
          VolumeStatus.AVAILABLE,
          VolumeStatus.ERROR,
          VolumeStatus.ERROR_RESTORING,
          VolumeStatus.ERROR_DELETING);
    });
  }

  /** deleting → deleted. */
  public boolean deleted(UUID id) {
    return swap(
        moveTo(VolumeStatus.DELETED).set(VOLUME.DELETED_AT, Clock.now()),
        id,
        VolumeStatus.DELETING);
  }

  /** deleting → error_deleting. */
  public boolean deletionFailed(UUID id, String reason) {
    return swap(
        moveTo(VolumeStatus.ERROR_DELETING).set(VOLUME.ERROR_REASON, reason),
        id,
        VolumeStatus.DELETING);
  }

  /**
   * One of the errors → available, when an administrator has seen to it. False also while a worker
   * that was told to stop is still connected for writing.
   */
  public boolean reset(UUID id) {
    return swap(
        moveTo(VolumeStatus.AVAILABLE),
        id,
        hasNoWriter(),
        VolumeStatus.ERROR,
        VolumeStatus.ERROR_RESTORING,
        VolumeStatus.ERROR_DELETING);
  }

  /**
   * Changes what people have written about it; {@code null} leaves as it is. False: no such volume.
   */
  public boolean describe(
      UUID id,
      @Nullable String name,
      @Nullable String description,
      @Nullable Map<String, String> metadata) {
    return database
            .update(VOLUME)
            .set(VOLUME.NAME, name == null ? VOLUME.NAME : DSL.val(name))
            .set(
                VOLUME.DESCRIPTION, description == null ? VOLUME.DESCRIPTION : DSL.val(description))
            .set(
                VOLUME.METADATA,
                metadata == null ? VOLUME.METADATA : DSL.val(metadata, VOLUME.METADATA))
            .set(VOLUME.UPDATED_AT, Clock.now())
            .where(VOLUME.ID.eq(id), VOLUME.DELETED_AT.isNull())
            .execute()
        == 1;
  }

  private static Condition hasNoWriter() {
    return notExists(
        selectOne()
            .from(ATTACHMENT)
            .where(
                ATTACHMENT.VOLUME_ID.eq(VOLUME.ID),
                ATTACHMENT.MODE.eq(AttachmentMode.RW),
                ATTACHMENT.STATE.ne(AttachmentState.DETACHED)));
  }

  private UpdateSetMoreStep<?> moveTo(VolumeStatus status) {
    return database
        .update(VOLUME)
        .set(VOLUME.STATUS, status)
        .setNull(VOLUME.ERROR_REASON)
        .set(VOLUME.UPDATED_AT, Clock.now());
  }

  private UpdateSetMoreStep<?> backToPrevious() {
    return database
        .update(VOLUME)
        .set(VOLUME.STATUS, VOLUME.PREVIOUS_STATUS)
        .setNull(VOLUME.PREVIOUS_STATUS)
        .set(VOLUME.UPDATED_AT, Clock.now());
  }

  private static boolean swap(UpdateSetMoreStep<?> change, UUID id, VolumeStatus... from) {
    return swap(change, id, DSL.noCondition(), from);
  }

  private static boolean swap(
      UpdateSetMoreStep<?> change, UUID id, Condition also, VolumeStatus... from) {
    return change.where(VOLUME.ID.eq(id), VOLUME.STATUS.in(from), also).execute() == 1;
  }
}
