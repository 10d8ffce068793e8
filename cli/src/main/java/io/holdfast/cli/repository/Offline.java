package io.holdfast.cli.repository;

import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import io.holdfast.engine.BackupException;
import io.holdfast.engine.repository.Repository;
import io.holdfast.engine.repository.RepositoryDriver;
import io.holdfast.engine.repository.RetryingDriver;
import io.holdfast.engine.repository.posix.PosixDriver;
import io.holdfast.engine.run.DamagedBackupException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command has that works on a repository's directory and needs nothing else. */
final class Offline {

  @Option(
      names = "--repository",
      required = true,
      paramLabel = "DIR",
      description = "The repository's directory, with repository.json in it.")
  @Nullable Path directory;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Holds the passphrase; else HOLDFAST_PASSPHRASE, else it is asked for.")
  @Nullable Path passphraseFile;

  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  Offline() {}

  /** The same, for a command that has these options in a group of its own. */
  Offline(Path directory, @Nullable Path passphraseFile, CommandSpec command) {
    this.directory = directory;
    this.passphraseFile = passphraseFile;
    this.command = command;
  }

  PrintWriter out() {
    return command.commandLine().getOut();
  }

  PrintWriter err() {
    return command.commandLine().getErr();
  }

  /** Does something with the place, and says what is wrong in the way of commands. */
  <T> T withDriver(Function<RepositoryDriver, T> work) {
    try (var driver = new RetryingDriver(new PosixDriver(path(), InstantSource.system()))) {
      return work.apply(driver);
    } catch (BackupException e) {
      throw failure(e);
    }
  }

  /** Does something with the opened repository. */
  <T> T with(Function<Repository, T> work) {
    return withDriver(driver -> {
      if (!Repository.isEncrypted(driver)) {
        err()
            .println(
                "WARNING: this repository is NOT ENCRYPTED: whoever can read its files can read"
                    + " the volumes.");
        return work.apply(Repository.open(driver, null));
      }
      return work.apply(
          Repository.open(driver, Passphrases.known(passphraseFile, driver.location())));
    });
  }

  private Path path() {
    if (directory == null) {
      throw Failure.usage("The repository's directory is missing: --repository DIR.");
    }
    return directory;
  }

  private static Failure failure(BackupException e) {
    ExitCode code =
        switch (e.kind()) {
          case CORRUPT -> ExitCode.DAMAGED;
          case CANCELLED -> ExitCode.CANCELLED;
          case MISCONFIGURED -> ExitCode.USAGE;
          case RETRYABLE, PERMANENT, FENCED -> ExitCode.FAILED;
        };
    String more =
        e instanceof DamagedBackupException
            ? " --accept-damage restores the rest of it and leaves zeros there."
            : "";
    return new Failure(code, e.getMessage() + more, e);
  }
}
