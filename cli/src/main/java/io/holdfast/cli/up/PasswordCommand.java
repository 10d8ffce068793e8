package io.holdfast.cli.up;

import io.holdfast.cli.data.DataDirectory;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./holdfast password}. */
@Command(
    name = "password",
    description = "Prints the administrator's first password, which `up` made on this machine.")
public final class PasswordCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data directory; else HOLDFAST_DATA, else data/.")
  @Nullable Path dataOption;

  @Spec CommandSpec command;

  @Override
  public Integer call() {
    Path file = DataDirectory.of(dataOption, System.getenv()).administratorPassword();
    try {
      command.commandLine().getOut().println(Files.readString(file).strip());
      return ExitCode.OK.status();
    } catch (NoSuchFileException e) {
      throw new Failure(
          ExitCode.NOT_FOUND,
          "There is no password in " + file + ": `./holdfast up` makes it at its first start.",
          e);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.NOT_PERMITTED, "Cannot read " + file + ": " + Failure.reason(e) + ".", e);
    }
  }
}
