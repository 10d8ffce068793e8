package io.holdfast.schema.identity;

/** What a user may do. */
public enum Role {
  ADMINISTRATOR("administrator"),
  OPERATOR("operator"),
  VIEWER("viewer"),
  /** Sees and does only what is the own project's. */
  MEMBER("member");

  private final String value;

  Role(String value) {
    this.value = value;
  }

  /** The word for it in the database, the API and the pages. */
  public String value() {
    return value;
  }

  /** The constant for a word; words that are none are refused. */
  public static Role of(String value) {
    for (Role constant : values()) {
      if (constant.value.equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no Role: " + value);
  }
}
