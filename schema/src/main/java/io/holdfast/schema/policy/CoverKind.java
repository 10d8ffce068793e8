package io.holdfast.schema.policy;

/** How a policy says which volumes it covers. */
public enum CoverKind {
  /** Every volume, also those that come later. */
  ALL("all"),
  /** Those of a name, a backend or with metadata, also those that come later. */
  MATCHING("matching"),
  /** Those that are named one by one. */
  LISTED("listed");

  private final String value;

  CoverKind(String value) {
    this.value = value;
  }

  /** The word for it in the database, the API and the pages. */
  public String value() {
    return value;
  }

  /** The constant for a word; words that are none are refused. */
  public static CoverKind of(String value) {
    for (CoverKind constant : values()) {
      if (constant.value.equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no CoverKind: " + value);
  }
}
