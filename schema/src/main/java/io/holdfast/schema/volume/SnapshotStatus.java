package io.holdfast.schema.volume;

/** What a snapshot is doing; the names are Cinder's. */
public enum SnapshotStatus {
  CREATING("creating"),
  AVAILABLE("available"),
  BACKING_UP("backing-up"),
  DELETING("deleting"),
  DELETED("deleted"),
  ERROR("error"),
  ERROR_DELETING("error_deleting");

  private final String value;

  SnapshotStatus(String value) {
    this.value = value;
  }

  /** The word for it in the database, the API and the pages. */
  public String value() {
    return value;
  }

  /** The constant for a word; words that are none are refused. */
  public static SnapshotStatus of(String value) {
    for (SnapshotStatus constant : values()) {
      if (constant.value.equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no SnapshotStatus: " + value);
  }
}
