package io.holdfast.cli;

import io.holdfast.cli.backup.BackupCommand;
import io.holdfast.cli.backup.RestoreCommand;
import io.holdfast.cli.backup.VerifyCommand;
import io.holdfast.cli.demo.DemoCommand;
import io.holdfast.cli.grid.ConsoleCommand;
import io.holdfast.cli.grid.VolumeServiceCommand;
import io.holdfast.cli.grid.WorkerCommand;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import io.holdfast.cli.policy.PolicyCommand;
import io.holdfast.cli.repository.RepositoryCommand;
import io.holdfast.cli.task.TaskCommand;
import io.holdfast.cli.token.TokenCommand;
import io.holdfast.cli.up.PasswordCommand;
import io.holdfast.cli.up.UpCommand;
import io.holdfast.cli.volume.VolumeCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The one command. */
@Command(
    name = "./holdfast",
    description = "Backs up block volumes at any scale.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    sortOptions = false,
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    versionProvider = Holdfast.Version.class,
    subcommands = {
      UpCommand.class,
      DemoCommand.class,
      PasswordCommand.class,
      VolumeCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      VerifyCommand.class,
      PolicyCommand.class,
      TaskCommand.class,
      WorkerCommand.class,
      RepositoryCommand.class,
      TokenCommand.class,
      VolumeServiceCommand.class,
      ConsoleCommand.class
    })
public final class Holdfast implements Runnable {

  @CommandLine.Spec CommandLine.Model.CommandSpec spec;

  public static void main(String[] arguments) {
    int status = commandLine().execute(arguments);
    System.exit(status);
  }

  /** A program's command line that answers errors as all of Holdfast's do. */
  public static CommandLine program(Object command) {
    return new CommandLine(command)
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setExecutionExceptionHandler(executionErrors())
        .setParameterExceptionHandler(usageErrors())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setUsageHelpLongOptionsMaxWidth(30);
  }

  static CommandLine commandLine() {
    CommandLine commandLine = program(new Holdfast());
    Map<String, String> statuses =
        Arrays.stream(ExitCode.values())
            .collect(
                Collectors.toMap(
                    code -> " " + code.status(),
                    ExitCode::meaning,
                    (first, second) -> first,
                    LinkedHashMap::new));
    commandLine
        .getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit status:%n")
        .exitCodeList(statuses);
    return commandLine;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing");
  }

  private static IExecutionExceptionHandler executionErrors() {
    return (error, command, parsed) -> {
      if (error instanceof Failure failure) {
        command.getErr().println("holdfast: " + failure.getMessage());
        return failure.exitCode().status();
      }
      command.getErr().println("holdfast: This is a fault in Holdfast itself; please report it:");
      error.printStackTrace(command.getErr());
      return ExitCode.FAILED.status();
    };
  }

  private static IParameterExceptionHandler usageErrors() {
    return (error, arguments) -> {
      CommandLine command = error.getCommandLine();
      PrintWriter err = command.getErr();
      err.println("holdfast: " + sentence(Failure.reason(error)));
      if (!CommandLine.UnmatchedArgumentException.printSuggestions(error, err)) {
        err.print(command.getHelp().fullSynopsis());
      }
      err.println("`" + command.getCommandSpec().qualifiedName() + " --help` shows more.");
      return ExitCode.USAGE.status();
    };
  }

  private static String sentence(String message) {
    return message.matches("(?s).*[.!?]") ? message : message + ".";
  }

  /** Says the version of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Holdfast.class.getPackage().getImplementationVersion();
      return new String[] {
        Ansi.OFF.string("Holdfast " + (version == null ? "(not packaged)" : version))
      };
    }
  }
}
