package io.holdfast.schema.policy;

/** What became of one volume in a run. */
public enum RunVolumeState {
  /** Its backup has not been submitted yet. */
  WAITING("waiting"),
  /** It has a backup, whose own status says how that went. */
  SUBMITTED("submitted"),
  /** There is no backup, for the reason that is given. */
  REFUSED("refused");

  private final String value;

  RunVolumeState(String value) {
    this.value = value;
  }

  /** The word for it in the database, the API and the pages. */
  public String value() {
    return value;
  }

  /** The constant for a word; words that are none are refused. */
  public static RunVolumeState of(String value) {
    for (RunVolumeState constant : values()) {
      if (constant.value.equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no RunVolumeState: " + value);
  }
}
