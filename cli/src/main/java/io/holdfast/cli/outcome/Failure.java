package io.holdfast.cli.outcome;

import java.net.ConnectException;

/**
 * Ends a command: the message says what failed, on what, why, and what to do next. It is shown as
 * it is, without a stack trace.
 */
public final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  public Failure(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public Failure(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** A wrong command line. */
  public static Failure usage(String message) {
    return new Failure(ExitCode.USAGE, message);
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  /** What an I/O error says for itself; never empty. */
  public static String reason(Throwable cause) {
    if (cause instanceof ConnectException) {
      return "nothing answers there";
    }
    String message = cause.getMessage();
    String kind = cause.getClass().getSimpleName().replaceFirst("Exception$", "");
    return message == null || message.isBlank() ? kind : message;
  }
}
