package io.holdfast.schema.task;

/** How far a task is. */
public enum TaskState {
  /** Nobody owns it. */
  QUEUED("queued"),
  /** One incarnation owns it. */
  RUNNING("running"),
  SUCCEEDED("succeeded"),
  FAILED("failed"),
  CANCELLED("cancelled");

  private final String value;

  TaskState(String value) {
    this.value = value;
  }

  /** The word for it in the database, the API and the pages. */
  public String value() {
    return value;
  }

  /** The constant for a word; words that are none are refused. */
  public static TaskState of(String value) {
    for (TaskState constant : values()) {
      if (constant.value.equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no TaskState: " + value);
  }

  /** Whether it can change no more. */
  public boolean finished() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }
}
