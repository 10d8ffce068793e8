package io.holdfast.worker.task;

import io.holdfast.engine.repository.BackupId;
import io.holdfast.engine.run.DeleteRun;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.worker.repository.OpenRepositories;
import io.holdfast.worker.repository.OpenRepository;

/** Deletes a backup: its manifest first, then its record. Reclaiming frees the room later. */
final class DeleteWork implements TaskWork {

  private final TaskCompletion completion;
  private final OpenRepositories repositories;

  DeleteWork(OpenRepositories repositories, RunContexts contexts) {
    this.completion = new TaskCompletion(contexts.database());
    this.repositories = repositories;
  }

  @Override
  public Completion run(RunningTask task) {
    task.stage("deleting");
    OpenRepository repository = repositories.open(task.task().repositoryId());
    // A person may have cancelled while the repository was opened; afterwards it is too late.
    task.cancellation().throwIfRequested();
    new DeleteRun(repository.repository()).run(new BackupId(task.backupId()));
    return () -> completion.deleteSucceeded(task.id(), task.owner());
  }
}
