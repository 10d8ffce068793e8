package io.holdfast.console.repository;

import io.holdfast.console.refusal.Refusal;
import io.holdfast.schema.submission.RepositoryTaskResult;
import java.util.UUID;

/** Says why work on a whole repository that was wanted is not done. */
public final class NotQueued {

  private NotQueued() {}

  /** The refusal that a result stands for, which must not be an accepted one. */
  public static Refusal because(RepositoryTaskResult result, UUID repositoryId) {
    return switch (result) {
      case RepositoryTaskResult.Accepted accepted ->
          throw new IllegalArgumentException("not refused: " + accepted);
      case RepositoryTaskResult.RepositoryMissing() -> Refusal.notFound("repository", repositoryId);
      case RepositoryTaskResult.AlreadyQueued(var by) ->
          Refusal.conflict(
              by.kind().value() + "-queued",
              "That is queued or running already (task %s, asked for by %s)."
                  .formatted(by.taskId(), by.createdBy()),
              "Wait for that one.");
    };
  }
}
