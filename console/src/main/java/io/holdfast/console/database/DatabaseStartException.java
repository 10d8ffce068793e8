package io.holdfast.console.database;

/** The database cannot be had, in words for whoever starts the console. */
final class DatabaseStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String next;

  DatabaseStartException(String detail, String next) {
    super(detail);
    this.next = next;
  }

  DatabaseStartException(String detail, String next, Throwable cause) {
    super(detail, cause);
    this.next = next;
  }

  /** What to do about it. */
  String next() {
    return next;
  }
}
