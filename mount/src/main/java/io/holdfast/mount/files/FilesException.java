package io.holdfast.mount.files;

/** Why files cannot be listed or fetched, as a sentence for people. */
public final class FilesException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public FilesException(String message) {
    super(message);
  }

  public FilesException(String message, Throwable cause) {
    super(message, cause);
  }
}
