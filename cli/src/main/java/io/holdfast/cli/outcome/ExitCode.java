package io.holdfast.cli.outcome;

/** The exit statuses of {@code ./holdfast}. Programs rely on the numbers; they never change. */
public enum ExitCode {
  OK(0, "done"),
  FAILED(1, "it was tried and failed"),
  USAGE(2, "the command line or a value in it is wrong"),
  NOT_FOUND(3, "there is nothing of that name or id"),
  REFUSED(4, "refused: something is in the way (busy, dependent, too small, over quota)"),
  UNREACHABLE(5, "the console, the database or the network cannot be reached"),
  NOT_PERMITTED(6, "not signed in, or not allowed to do this"),
  CANCELLED(7, "the task was cancelled"),
  ALREADY_RUNNING(8, "another process has this data directory"),
  DAMAGED(9, "the repository is damaged; what was said tells where");

  private final int status;
  private final String meaning;

  ExitCode(int status, String meaning) {
    this.status = status;
    this.meaning = meaning;
  }

  /** What the process ends with. */
  public int status() {
    return status;
  }

  /** For the help text. */
  public String meaning() {
    return meaning;
  }
}
