package io.holdfast.schema.task;

/** How an owner stands to its task, said by every write that it makes. */
public enum Standing {
  /** Still the owner; the write took place. */
  OWNED,
  /** Still the owner, the write took place, and somebody wants the task cancelled. */
  CANCEL_REQUESTED,
  /** No longer the owner; nothing was written, and nothing ever will be. */
  FENCED
}
