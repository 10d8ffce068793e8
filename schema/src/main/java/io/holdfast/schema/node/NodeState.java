package io.holdfast.schema.node;

/** Whether a node takes work. */
public enum NodeState {
  UP("up"),
  /** Ends what it has and takes nothing new. */
  DRAINING("draining"),
  /** Never comes back; the next start is another incarnation. */
  CLOSED("closed");

  private final String value;

  NodeState(String value) {
    this.value = value;
  }

  /** The word for it in the database, the API and the pages. */
  public String value() {
    return value;
  }

  /** The constant for a word; words that are none are refused. */
  public static NodeState of(String value) {
    for (NodeState constant : values()) {
      if (constant.value.equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no NodeState: " + value);
  }
}
