package io.holdfast.volumeservice;

/** The process cannot start as it is configured; it says why and what to do, and ends. */
public final class StartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String advice;

  /**
   * Makes one.
   *
   * @param message what cannot be done and why
   * @param advice what to do about it
   */
  public StartException(String message, String advice, Throwable cause) {
    super(message, cause);
    this.advice = advice;
  }

  public StartException(String message, String advice) {
    super(message);
    this.advice = advice;
  }

  /** What to do about it. */
  public String advice() {
    return advice;
  }
}
