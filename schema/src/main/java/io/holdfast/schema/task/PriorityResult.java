package io.holdfast.schema.task;

/** What became of the wish that a task go before or behind others. */
public sealed interface PriorityResult {

  record Changed() implements PriorityResult {}

  /** It waits, but had another priority or was running for a moment: to be looked at again. */
  record ChangedMeanwhile() implements PriorityResult {}

  /** It runs or has ended. */
  record NotQueued(TaskState state) implements PriorityResult {}

  record TaskMissing() implements PriorityResult {}
}
