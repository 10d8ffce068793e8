package io.holdfast.schema.attachment;

/** How far an attachment is. All but detached may exist on the wire. */
public enum AttachmentState {
  ATTACHING("attaching"),
  ATTACHED("attached"),
  DETACHING("detaching"),
  DETACHED("detached");

  private final String value;

  AttachmentState(String value) {
    this.value = value;
  }

  /** The word for it in the database, the API and the pages. */
  public String value() {
    return value;
  }

  /** The constant for a word; words that are none are refused. */
  public static AttachmentState of(String value) {
    for (AttachmentState constant : values()) {
      if (constant.value.equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no AttachmentState: " + value);
  }
}
