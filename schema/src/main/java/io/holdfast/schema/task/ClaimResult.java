package io.holdfast.schema.task;

/** What became of an attempt to own a task. */
public sealed interface ClaimResult {

  /** It is the claimer's, with its backup. */
  record Claimed(Task task) implements ClaimResult {}

  /** Another has it, it is cancelled, or not due yet: a normal outcome. */
  record Lost() implements ClaimResult {}

  /** The claimer is draining, closed, or its lease ran out. */
  record NotEntitled() implements ClaimResult {}

  /**
   * It stays queued for a worker of a newer version, as this one does not know what it is.
   *
   * @param kind as the database has it
   */
  record UnknownKind(String kind) implements ClaimResult {}
}
