package io.holdfast.schema.task;

/** What tasks can be ordered by. */
public enum TaskSort {
  CREATED,
  STATE,
  KIND,
  PRIORITY,
  FINISHED
}
