package io.holdfast.schema.volume;

/** What a volume is doing; the names are Cinder's. */
public enum VolumeStatus {
  CREATING("creating"),
  AVAILABLE("available"),
  IN_USE("in-use"),
  EXTENDING("extending"),
  BACKING_UP("backing-up"),
  RESTORING_BACKUP("restoring-backup"),
  DELETING("deleting"),
  DELETED("deleted"),
  ERROR("error"),
  /** A restore into it did not end well; its content is neither the old nor the backup's. */
  ERROR_RESTORING("error_restoring"),
  ERROR_DELETING("error_deleting"),
  /** Only ever a previous status: the last backup of the volume failed. */
  ERROR_BACKING_UP("error_backing-up");

  private final String value;

  VolumeStatus(String value) {
    this.value = value;
  }

  /** The word for it in the database, the API and the pages. */
  public String value() {
    return value;
  }

  /** The constant for a word; words that are none are refused. */
  public static VolumeStatus of(String value) {
    for (VolumeStatus constant : values()) {
      if (constant.value.equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no VolumeStatus: " + value);
  }
}
