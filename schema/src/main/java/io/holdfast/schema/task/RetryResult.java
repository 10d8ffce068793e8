package io.holdfast.schema.task;

import java.time.Instant;

/** What became of a task whose attempt met an error that may pass. */
public sealed interface RetryResult {

  /** It is queued again. */
  record Requeued(Instant notBefore) implements RetryResult {}

  /** That was its last attempt: it failed. */
  record GivenUp() implements RetryResult {}

  /** Somebody had wanted it cancelled: it is. */
  record Cancelled() implements RetryResult {}

  /** The caller no longer owns it; nothing has changed. */
  record Fenced() implements RetryResult {}
}
