package io.holdfast.mount.program;

import io.holdfast.engine.BackupException;
import io.holdfast.mount.files.FilesException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The program's commands; {@code ./holdfast} documents their options for people. */
@Command(
    name = "./holdfast backup",
    subcommands = {ServeCommand.class, FilesCommand.class})
public final class MountProgram implements Runnable {
  @CommandLine.Spec CommandLine.Model.CommandSpec spec;

  public static void main(String[] arguments) {
    // By a name of its own: the worker, which has this jar too, logs as it likes.
    System.setProperty("logback.configurationFile", "mount-program-logback.xml");
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new MountProgram());
    commandLine
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setExecutionExceptionHandler((error, command, parsed) -> told(error, command));
    return commandLine;
  }

  private static int told(Exception error, CommandLine command) {
    switch (error) {
      case Wrong wrong -> {
        command.getErr().println("holdfast: " + wrong.getMessage());
        return wrong.status();
      }
      case FilesException failure -> {
        command.getErr().println("holdfast: " + failure.getMessage());
        return Wrong.FAILED;
      }
      case IOException failure -> {
        command.getErr().println("holdfast: " + failure);
        return Wrong.FAILED;
      }
      case BackupException failure -> {
        command.getErr().println("holdfast: " + failure.getMessage());
        return Wrong.FAILED;
      }
      default -> {
        command.getErr().println("holdfast: This is a fault in Holdfast itself; please report it:");
        error.printStackTrace(command.getErr());
        return Wrong.FAILED;
      }
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing");
  }
}
