package io.holdfast.schema.submission;

import io.holdfast.schema.Rollback;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.identity.Actor;
import io.holdfast.schema.task.CancelResult;
import io.holdfast.schema.task.Cancelling;
import io.holdfast.schema.task.TaskKind;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * All that people, programs and schedules can ask to be done with backups. Each request is one
 * transaction; the rules of who may ask are the caller's.
 */
public final class BackupSubmission {

  private final DSLContext database;

  public BackupSubmission(DSLContext database) {
    this.database = database;
  }

  /**
   * Volume available or in-use → backing-up, or else the snapshot available → backing-up; backup
   * creating; task queued.
   */
  public CreateResult create(NewBackup wanted, Actor by) {
    return Rollback.transaction(database, here -> new CreateSubmission(here, wanted, by).submit());
  }

  /**
   * Backup available → restoring with its target, volume available (or error_restoring) →
   * restoring-backup; task queued.
   */
  public RestoreResult restore(UUID backupId, UUID targetVolumeId, Actor by) {
    return Rollback.transaction(
        database, here -> new RestoreSubmission(here, backupId, targetVolumeId, by).submit());
  }

  /** What {@link #create} would answer now; nothing changes. */
  public CreateResult tryCreate(NewBackup wanted, Actor by) {
    return Rollback.transaction(
        database,
        here -> {
          throw new Rollback(new CreateSubmission(here, wanted, by).submit());
        });
  }

  /** Backup available, error or error_deleting → deleting; task queued. */
  public DeleteResult delete(UUID backupId, Actor by) {
    return delete(backupId, Set.of(), by);
  }

  /**
   * As {@link #delete(UUID, Actor)}, for one of several.
   *
   * @param leaving those whose deleting was accepted before: made on this one, they do not stand in
   *     its way
   */
  public DeleteResult delete(UUID backupId, Set<UUID> leaving, Actor by) {
    return Rollback.transaction(
        database, here -> new DeleteSubmission(here, backupId, leaving, by).submit());
  }

  /** What {@link #delete(UUID, Set, Actor)} would answer now; nothing changes. */
  public DeleteResult tryDelete(UUID backupId, Set<UUID> leaving, Actor by) {
    return Rollback.transaction(
        database,
        here -> {
          throw new Rollback(new DeleteSubmission(here, backupId, leaving, by).submit());
        });
  }

  /** What verifying all of it would be answered now; nothing changes. */
  public VerifyResult tryVerify(UUID backupId, Actor by) {
    return Rollback.transaction(
        database,
        here -> {
          throw new Rollback(new VerifySubmission(here, backupId, by).submit(null));
        });
  }

  /** Queues a task that reads all of an available backup again. */
  public VerifyResult verify(UUID backupId, Actor by) {
    return verify(backupId, null, by);
  }

  /**
   * Queues a task that reads an available backup again.
   *
   * @param samplePercent of its chunks, chosen at random; {@code null}: all
   */
  public VerifyResult verify(UUID backupId, @Nullable Integer samplePercent, Actor by) {
    return Rollback.transaction(
        database, here -> new VerifySubmission(here, backupId, by).submit(samplePercent));
  }

  /** Queues a task that frees what no backup in a repository refers to. */
  public RepositoryTaskResult reclaim(UUID repositoryId, Actor by) {
    return repository(TaskKind.RECLAIM, repositoryId, null, by);
  }

  /**
   * Queues a task that reads a repository again.
   *
   * @param samplePercent of the chunks of each backup; {@code null}: everything, needed or not
   */
  public RepositoryTaskResult verifyRepository(
      UUID repositoryId, @Nullable Integer samplePercent, Actor by) {
    return repository(TaskKind.VERIFY_REPOSITORY, repositoryId, samplePercent, by);
  }

  /** Queues a task that builds index and backup rows again from the repository alone. */
  public RepositoryTaskResult reindex(UUID repositoryId, Actor by) {
    return repository(TaskKind.REINDEX, repositoryId, null, by);
  }

  private RepositoryTaskResult repository(
      TaskKind kind, UUID repositoryId, @Nullable Integer samplePercent, Actor by) {
    return Rollback.transaction(
        database,
        here -> new RepositorySubmission(here, kind, repositoryId, by).submit(samplePercent));
  }

  /**
   * Sets a backup's status by force. A task that is queued or running for it ends as if cancelled,
   * and its owner is fenced. One that a worker has begun to delete stays error_deleting: it may
   * have lost its manifest already.
   *
   * @param to available or error
   */
  public ResetResult reset(UUID backupId, BackupStatus to, Actor by) {
    if (to != BackupStatus.AVAILABLE && to != BackupStatus.ERROR) {
      throw new IllegalArgumentException("a backup cannot be reset to " + to.value());
    }
    return Rollback.transaction(
        database, here -> new ResetSubmission(here, backupId, to, by).submit());
  }

  /**
   * Asks anew, and only once, for what a failed or cancelled task was to do. What it left, such as
   * the row of a failed backup, stays.
   */
  public RepeatResult repeat(UUID taskId, Actor by) {
    return Rollback.transaction(database, here -> new RepeatSubmission(here, taskId, by).submit());
  }

  /** Cancels a queued task at once, and asks the owner of a running one to stop. */
  public CancelResult cancel(UUID taskId, Actor by) {
    return new Cancelling(database).cancel(taskId, by);
  }
}
