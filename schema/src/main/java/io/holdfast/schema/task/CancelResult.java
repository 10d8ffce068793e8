package io.holdfast.schema.task;

/** What became of the wish to cancel a task. */
public sealed interface CancelResult {

  /** It was queued; it will not run, and its backup and volume are free. */
  record Cancelled() implements CancelResult {}

  /** It runs; its owner will notice and stop. */
  record Requested(String host) implements CancelResult {}

  /** It had ended before. */
  record AlreadyFinished(TaskState state) implements CancelResult {}

  record TaskMissing() implements CancelResult {}
}
