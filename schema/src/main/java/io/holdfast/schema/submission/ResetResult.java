package io.holdfast.schema.submission;

/** What became of an administrator's wish to set a backup's status. */
public sealed interface ResetResult {

  /**
   * It is what was wanted, or still error_deleting when error was; a task that was queued or
   * running for it is over, and its owner fenced.
   */
  record Reset() implements ResetResult {}

  record BackupMissing() implements ResetResult {}

  /** It was never completed, so that it cannot be available. */
  record Incomplete() implements ResetResult {}

  /** A worker has begun to delete it, so that its manifest may be gone: it can only be deleted. */
  record DeletionBegun() implements ResetResult {}

  /**
   * Somebody asked for something else with it at the same moment, and was first; it may be tried
   * again.
   */
  record TakenMeanwhile() implements ResetResult {}
}
