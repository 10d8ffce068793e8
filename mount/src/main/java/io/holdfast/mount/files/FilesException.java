package io.holdfast.mount.files;

/** Why files cannot be listed or fetched, as a sentence for people. */
public final class FilesException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What kind of no it is. */
  public enum Why {
    /** The path leads to nothing, or to what cannot be had. */
    NOT_THERE,
    /** There is no file system that can be read, or not by what is installed. */
    NOT_READABLE,
    /** It was tried and failed. */
    FAILED
  }

  private final Why why;

  public FilesException(String message) {
    this(Why.FAILED, message);
  }

  public FilesException(Why why, String message) {
    super(message);
    this.why = why;
  }

  public Why why() {
    return why;
  }
}
