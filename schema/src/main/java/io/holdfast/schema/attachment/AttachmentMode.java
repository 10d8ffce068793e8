package io.holdfast.schema.attachment;

/** Whether an attachment may write. */
public enum AttachmentMode {
  RO("ro"),
  RW("rw");

  private final String value;

  AttachmentMode(String value) {
    this.value = value;
  }

  /** The word for it in the database, the API and the pages. */
  public String value() {
    return value;
  }

  /** The constant for a word; words that are none are refused. */
  public static AttachmentMode of(String value) {
    for (AttachmentMode constant : values()) {
      if (constant.value.equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no AttachmentMode: " + value);
  }
}
