package io.holdfast.schema.submission;

import static io.holdfast.schema.generated.Tables.REPOSITORY;
import static io.holdfast.schema.generated.Tables.TASK;

import io.holdfast.schema.Rollback;
import io.holdfast.schema.identity.Actor;
import io.holdfast.schema.task.TaskKind;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** One wish to work on a whole repository, within its transaction. */
final class RepositorySubmission {

  private final DSLContext here;
  private final TaskKind kind;
  private final UUID repositoryId;
  private final TaskEntry tasks;

  RepositorySubmission(DSLContext here, TaskKind kind, UUID repositoryId, Actor by) {
    this.here = here;
    this.kind = kind;
    this.repositoryId = repositoryId;
    this.tasks = new TaskEntry(here, by);
  }

  RepositoryTaskResult submit(@Nullable Integer samplePercent) {
    if (!here.fetchExists(REPOSITORY, REPOSITORY.ID.eq(repositoryId))) {
      throw new Rollback(new RepositoryTaskResult.RepositoryMissing());
    }
    while (true) {
      Optional<UUID> taskId = tasks.queue(kind, null, null, null, repositoryId, null, null);
      if (taskId.isPresent()) {
        tasks.sample(taskId.get(), samplePercent);
        tasks.accepted(
            action(), "repository", repositoryId, null, Map.of("task", taskId.get().toString()));
        return new RepositoryTaskResult.Accepted(taskId.get());
      }
      Blocker by = tasks.blocker(TASK.REPOSITORY_ID.eq(repositoryId).and(TASK.KIND.eq(kind)));
      // The one in the way may just have ended: then it is tried again.
      if (by != null) {
        throw new Rollback(new RepositoryTaskResult.AlreadyQueued(by));
      }
    }
  }

  private String action() {
    return switch (kind) {
      case RECLAIM -> "repository.reclaim";
      case VERIFY_REPOSITORY -> "repository.verify";
      case REINDEX -> "repository.reindex";
      case BACKUP, RESTORE, DELETE, VERIFY ->
          throw new IllegalArgumentException(kind.value() + " is not of a repository");
    };
  }
}
