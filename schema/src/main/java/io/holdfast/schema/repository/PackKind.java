package io.holdfast.schema.repository;

/** What the frames of a pack are. */
public enum PackKind {
  /** Chunks. */
  DATA("data"),
  /** Segments. */
  META("meta");

  private final String value;

  PackKind(String value) {
    this.value = value;
  }

  /** The word for it in the database, the API and the pages. */
  public String value() {
    return value;
  }

  /** The constant for a word; words that are none are refused. */
  public static PackKind of(String value) {
    for (PackKind constant : values()) {
      if (constant.value.equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no PackKind: " + value);
  }
}
