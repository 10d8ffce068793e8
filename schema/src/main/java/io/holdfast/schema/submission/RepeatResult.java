package io.holdfast.schema.submission;

import io.holdfast.schema.task.TaskState;
import java.util.UUID;

/**
 * What became of the wish to have done what a task did not do. Unless accepted, nothing has
 * changed.
 */
public sealed interface RepeatResult {

  /** {@code taskId} is the new task's. */
  record Accepted(UUID taskId) implements RepeatResult {}

  record TaskMissing() implements RepeatResult {}

  /** It waits, runs, or has succeeded. */
  record NotFailed(TaskState state) implements RepeatResult {}

  /** Somebody was before: {@code taskId} is what came of it. */
  record AlreadyRepeated(UUID taskId) implements RepeatResult {}

  /** {@code why} is never an accepted one, nor in those that follow. */
  record BackupRefused(NewBackup wanted, CreateResult why) implements RepeatResult {}

  record RestoreRefused(RestoreResult why) implements RepeatResult {}

  record DeleteRefused(DeleteResult why) implements RepeatResult {}

  record VerifyRefused(VerifyResult why) implements RepeatResult {}

  record RepositoryTaskRefused(RepositoryTaskResult why) implements RepeatResult {}
}
