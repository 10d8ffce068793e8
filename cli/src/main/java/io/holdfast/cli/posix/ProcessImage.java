package io.holdfast.cli.posix;

import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import java.util.List;
import java.util.Map;

/**
 * Replaces this process by another program, as {@code exec} in a shell does. A worker that is run
 * in the foreground thereby is the process that a person or an init system started: it gets every
 * signal itself, even those that cannot be forwarded, and its exit status is the command's.
 */
public final class ProcessImage {

  private ProcessImage() {}

  /**
   * The program takes this process's place.
   *
   * @return never; the type lets a caller say {@code throw}
   */
  public static Failure replaceBy(List<String> command, Map<String, String> environment) {
    System.out.flush();
    System.err.flush();
    List<String> variables =
        environment.entrySet().stream()
            .map(variable -> variable.getKey() + "=" + variable.getValue())
            .toList();
    int error = -Posix.execve(command.getFirst(), command, variables);
    throw new Failure(
        ExitCode.FAILED,
        "Cannot start %s: the system's error %d.".formatted(command.getFirst(), error));
  }
}
