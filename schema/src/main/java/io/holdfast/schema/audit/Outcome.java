package io.holdfast.schema.audit;

/** How an action ended. */
public enum Outcome {
  ACCEPTED("accepted"),
  REFUSED("refused"),
  SUCCEEDED("succeeded"),
  FAILED("failed"),
  CANCELLED("cancelled");

  private final String value;

  Outcome(String value) {
    this.value = value;
  }

  /** The word for it in the database, the API and the pages. */
  public String value() {
    return value;
  }

  /** The constant for a word; words that are none are refused. */
  public static Outcome of(String value) {
    for (Outcome constant : values()) {
      if (constant.value.equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no Outcome: " + value);
  }
}
