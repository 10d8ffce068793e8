package io.holdfast.schema.policy;

/** Why there is a run. */
public enum RunCause {
  /** It was due. */
  SCHEDULE("schedule"),
  /** It had been due while no console was there. */
  CATCH_UP("catch-up"),
  /** As before, and the policy wants that only to be reported: nothing was backed up. */
  MISSED("missed"),
  /** Somebody asked for it. */
  REQUEST("request");

  private final String value;

  RunCause(String value) {
    this.value = value;
  }

  /** The word for it in the database, the API and the pages. */
  public String value() {
    return value;
  }

  /** The constant for a word; words that are none are refused. */
  public static RunCause of(String value) {
    for (RunCause constant : values()) {
      if (constant.value.equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no RunCause: " + value);
  }
}
