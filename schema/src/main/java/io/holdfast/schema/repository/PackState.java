package io.holdfast.schema.repository;

/** How far a pack is from being reclaimed. */
public enum PackState {
  LIVE("live"),
  /** Seems to be referred to by nothing; a new reference brings it back. */
  TOMBSTONED("tombstoned"),
  /** The point of no return; its chunks have left the index. */
  DELETING("deleting"),
  GONE("gone");

  private final String value;

  PackState(String value) {
    this.value = value;
  }

  /** The word for it in the database, the API and the pages. */
  public String value() {
    return value;
  }

  /** The constant for a word; words that are none are refused. */
  public static PackState of(String value) {
    for (PackState constant : values()) {
      if (constant.value.equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no PackState: " + value);
  }
}
