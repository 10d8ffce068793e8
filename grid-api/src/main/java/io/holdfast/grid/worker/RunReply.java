package io.holdfast.grid.worker;

/** What a worker answers when it is asked to run a task. */
public enum RunReply {
  /** It claimed the task and runs it. */
  ACCEPTED,
  /** All its slots are taken. */
  BUSY,
  /** Somebody else claimed the task, or it is no longer queued. */
  LOST,
  /** It takes no new tasks. */
  DRAINING
}
