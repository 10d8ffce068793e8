package io.holdfast.grid.volume;

/** What an attachment may do. */
public enum AttachMode {
  READ_ONLY("ro"),
  READ_WRITE("rw");

  private final String label;

  AttachMode(String label) {
    this.label = label;
  }

  /** The mode as Cinder and the database write it: {@code ro} or {@code rw}. */
  public String label() {
    return label;
  }
}
