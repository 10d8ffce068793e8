package io.holdfast.mount.program;

/** What a person did wrong or must see to, with the exit status of {@code ./holdfast} for it. */
public final class Wrong extends RuntimeException {
  private static final long serialVersionUID = 1;

  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int NOT_FOUND = 3;

  private final int status;

  private Wrong(int status, String message) {
    super(message);
    this.status = status;
  }

  static Wrong usage(String message) {
    return new Wrong(USAGE, message);
  }

  static Wrong notFound(String message) {
    return new Wrong(NOT_FOUND, message);
  }

  static Wrong failed(String message) {
    return new Wrong(FAILED, message);
  }

  int status() {
    return status;
  }
}
