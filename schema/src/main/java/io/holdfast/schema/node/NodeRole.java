package io.holdfast.schema.node;

/** What a node of the grid does. */
public enum NodeRole {
  WORKER("worker"),
  VOLUME_SERVICE("volume-service"),
  CONSOLE("console");

  private final String value;

  NodeRole(String value) {
    this.value = value;
  }

  /** The word for it in the database, the API and the pages. */
  public String value() {
    return value;
  }

  /** The constant for a word; words that are none are refused. */
  public static NodeRole of(String value) {
    for (NodeRole constant : values()) {
      if (constant.value.equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no NodeRole: " + value);
  }
}
