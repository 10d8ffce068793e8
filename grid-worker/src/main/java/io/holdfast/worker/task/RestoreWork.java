package io.holdfast.worker.task;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.extent.VolumeTarget;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.run.DamagedBackupException;
import io.holdfast.engine.run.RestoreMode;
import io.holdfast.engine.run.RestoreRun;
import io.holdfast.schema.task.RunningTasks;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.task.VerifyOutcome;
import io.holdfast.worker.attach.Attacher;
import io.holdfast.worker.record.DatabaseRestoreJournal;
import io.holdfast.worker.repository.OpenRepositories;
import io.holdfast.worker.repository.OpenRepository;

/**
 * Restores a backup to a volume: open the manifest, attach the volume for writing, run the engine.
 */
final class RestoreWork implements TaskWork {

  private static final String WHAT_THE_VOLUME_HAS =
      "The volume has all that is intact, and zeros there; reset its status to use it as it is.";

  private final TaskCompletion completion;
  private final RunningTasks tasks;
  private final OpenRepositories repositories;
  private final Attacher attacher;
  private final RunContexts contexts;

  RestoreWork(OpenRepositories repositories, Attacher attacher, RunContexts contexts) {
    this.completion = new TaskCompletion(contexts.database());
    this.tasks = new RunningTasks(contexts.database());
    this.repositories = repositories;
    this.attacher = attacher;
    this.contexts = contexts;
  }

  @Override
  public Completion run(RunningTask task) {
    task.stage("opening");
    OpenRepository repository = repositories.open(task.task().repositoryId());
    try {
      restore(task, repository);
    } catch (DamagedBackupException e) {
      damaged(task, VerifyWork.damage(e.ranges(), repository.repository().chunkBytes()));
      throw new BackupException(e.kind(), e.getMessage() + " " + WHAT_THE_VOLUME_HAS, e);
    }
    return () -> completion.restoreSucceeded(task.id(), task.owner());
  }

  private void restore(RunningTask task, OpenRepository repository) {
    // Before the volume is attached: a backup that cannot be read leaves the volume untouched.
    Manifest manifest = manifest(task, repository);
    task.stage("attaching");
    VolumeTarget target =
        task.holds(
            attacher.target(task.id(), task.volumeId(), task.backend(), task.cancellation()));
    requireRoom(task, manifest, target);
    task.stage("writing");
    new RestoreRun(
            contexts.of(task, repository),
            new DatabaseRestoreJournal(tasks, task.task(), task.owner(), contexts.patience()))
        .run(manifest, target, mode(task, manifest));
  }

  private Manifest manifest(RunningTask task, OpenRepository repository) {
    try {
      return repository.repository().manifests().get(new BackupId(task.backupId()));
    } catch (BackupException e) {
      if (e.kind() == FailureKind.CORRUPT) {
        damaged(task, e.getMessage());
      }
      throw e;
    }
  }

  /** What a restore found is known as if a verify had. */
  private void damaged(RunningTask task, String message) {
    contexts
        .patience()
        .call(() ->
            tasks.verified(
                task.id(), task.owner(), task.backupId(), new VerifyOutcome(false, true, message)));
  }

  /**
   * The volume that was backed up still holds most of it; what is the same is not written again.
   */
  private static RestoreMode mode(RunningTask task, Manifest manifest) {
    return manifest.backup().volumeId().equals(task.volumeId().toString())
        ? RestoreMode.DIFFERENCES
        : RestoreMode.EVERYTHING;
  }

  private static void requireRoom(RunningTask task, Manifest manifest, VolumeTarget target) {
    if (target.sizeBytes() < manifest.sizeBytes()) {
      throw new BackupException(
          FailureKind.PERMANENT,
          "Volume %s has only %d bytes now, fewer than the %d of backup %s. Restore to a volume of at least that size."
              .formatted(
                  task.volumeId(), target.sizeBytes(), manifest.sizeBytes(), task.backupId()));
    }
  }
}
