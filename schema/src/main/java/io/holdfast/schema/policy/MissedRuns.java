package io.holdfast.schema.policy;

/** What becomes of a run whose window passed while no console was there. */
public enum MissedRuns {
  /** One run as soon as there is a console, however many were missed. */
  CATCH_UP("catch-up"),
  /** None; that it was missed is recorded and shown. */
  REPORT("report");

  private final String value;

  MissedRuns(String value) {
    this.value = value;
  }

  /** The word for it in the database, the API and the pages. */
  public String value() {
    return value;
  }

  /** The constant for a word; words that are none are refused. */
  public static MissedRuns of(String value) {
    for (MissedRuns constant : values()) {
      if (constant.value.equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no MissedRuns: " + value);
  }
}
