package io.holdfast.schema.notification;

/** A way in which people are told. */
public enum ChannelKind {
  MAIL("mail"),
  WEB_HOOK("web-hook");

  private final String value;

  ChannelKind(String value) {
    this.value = value;
  }

  /** The word for it in the database and the API. */
  public String value() {
    return value;
  }

  /** The constant for a word; words that are none are refused. */
  public static ChannelKind of(String value) {
    for (ChannelKind constant : values()) {
      if (constant.value.equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no ChannelKind: " + value);
  }
}
