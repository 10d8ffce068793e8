package io.holdfast.schema.notification;

/** How far a message has come. */
public enum NotificationState {
  /** It is sent as soon as it may be tried. */
  WAITING("waiting"),
  SENT("sent"),
  /** It was tried often enough. */
  GIVEN_UP("given-up");

  private final String value;

  NotificationState(String value) {
    this.value = value;
  }

  /** The word for it in the database and the API. */
  public String value() {
    return value;
  }

  /** The constant for a word; words that are none are refused. */
  public static NotificationState of(String value) {
    for (NotificationState constant : values()) {
      if (constant.value.equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no NotificationState: " + value);
  }
}
