package io.holdfast.cli.outcome;

import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

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
    switch (cause) {
      case ConnectException _ -> {
        return "nothing answers there";
      }
      // These name the file alone.
      case NoSuchFileException missing -> {
        return missing.getFile() + " does not exist";
      }
      case AccessDeniedException denied -> {
        return denied.getFile() + " may not be read or written by this user";
      }
      default -> {}
    }
    String message = cause.getMessage();
    String kind = cause.getClass().getSimpleName().replaceFirst("Exception$", "");
    return message == null || message.isBlank() ? kind : message;
  }
}
