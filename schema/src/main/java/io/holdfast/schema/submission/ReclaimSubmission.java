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

/** One wish to reclaim, within its transaction. */
final class ReclaimSubmission {

  private final DSLContext here;
  private final UUID repositoryId;
  private final TaskEntry tasks;

  ReclaimSubmission(DSLContext here, UUID repositoryId, Actor by) {
    this.here = here;
    this.repositoryId = repositoryId;
    this.tasks = new TaskEntry(here, by);
  }

  ReclaimResult submit() {
    if (!here.fetchExists(REPOSITORY, REPOSITORY.ID.eq(repositoryId))) {
      throw new Rollback(new ReclaimResult.RepositoryMissing());
    }
    while (true) {
      Optional<UUID> taskId =
          tasks.queue(TaskKind.RECLAIM, null, null, null, repositoryId, null, null);
      if (taskId.isPresent()) {
        tasks.accepted(
            "repository.reclaim",
            "repository",
            repositoryId,
            null,
            Map.of("task", taskId.get().toString()));
        return new ReclaimResult.Accepted(taskId.get());
      }
      Blocker by =
          tasks.blocker(TASK.REPOSITORY_ID.eq(repositoryId).and(TASK.KIND.eq(TaskKind.RECLAIM)));
      // The one in the way may just have ended: then it is tried again.
      if (by != null) {
        throw new Rollback(new ReclaimResult.AlreadyQueued(by));
      }
    }
  }
}
