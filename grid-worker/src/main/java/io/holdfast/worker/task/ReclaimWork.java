package io.holdfast.worker.task;

import io.holdfast.engine.run.ReclaimReport;
import io.holdfast.engine.run.ReclaimRun;
import io.holdfast.schema.identity.Settings;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.worker.repository.OpenRepositories;
import io.holdfast.worker.repository.OpenRepository;

/** Frees what no backup in a repository refers to any more. */
final class ReclaimWork implements TaskWork {

  private final TaskCompletion completion;
  private final OpenRepositories repositories;
  private final RunContexts contexts;

  ReclaimWork(OpenRepositories repositories, RunContexts contexts) {
    this.completion = new TaskCompletion(contexts.database());
    this.repositories = repositories;
    this.contexts = contexts;
  }

  @Override
  public Completion run(RunningTask task) {
    task.stage("opening");
    OpenRepository repository = repositories.open(task.task().repositoryId());
    task.stage("reclaiming");
    ReclaimReport report =
        new ReclaimRun(contexts.of(task, repository), contexts.packLife(repository), rewriteBytes())
            .run();
    String message =
        "%d packs (%d bytes) were removed, %d more were found unneeded for the first time, and %d mostly unneeded ones rewritten (%d bytes); %d backups were looked at."
            .formatted(
                report.removedPacks(),
                report.freedBytes(),
                report.tombstonedPacks(),
                report.rewrittenPacks(),
                report.rewrittenBytes(),
                report.backups());
    return () -> completion.reclaimSucceeded(task.id(), task.owner(), message);
  }

  private long rewriteBytes() {
    return contexts
        .patience()
        .call(() -> new Settings(contexts.database()).get(Settings.RECLAIM_REWRITE_BYTES))
        .map(Long::parseLong)
        .orElse(0L);
  }
}
