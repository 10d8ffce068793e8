package io.holdfast.cli.mount;

import io.holdfast.cli.outcome.Failure;
import io.holdfast.cli.posix.ProcessImage;
import io.holdfast.cli.program.JavaCommand;
import io.holdfast.cli.program.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which backup, and how to get at the repository's directory that it is in. */
final class RepositoryAccess {

  @Parameters(
      index = "0",
      paramLabel = "BACKUP",
      description = "Id, or a name that only one backup has.")
  String backup;

  @Option(
      names = "--repository",
      paramLabel = "DIR",
      description = "The repository's directory, to read it here without a console.")
  @Nullable Path directory;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "The repository's passphrase; else HOLDFAST_PASSPHRASE. Not needed without encryption.")
  @Nullable Path passphraseFile;

  @Option(
      names = "--memory-mib",
      paramLabel = "MIB",
      description = "Memory for what was read, in MiB; else 256.")
  @Nullable Integer memoryMebibytes;

  /**
   * Becomes the program; does not return, although a command can say that it does.
   *
   * @param further parameters behind the backup
   */
  int become(String command, List<String> subcommand, List<String> options, List<String> further) {
    if (directory == null) {
      throw Failure.usage("The repository's directory is missing: --repository DIR.");
    }
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(subcommand);
    arguments.add("--repository=" + directory.toAbsolutePath().normalize());
    add(arguments, "--passphrase-file", passphraseFile);
    add(arguments, "--memory-mib", memoryMebibytes);
    arguments.addAll(options);
    // Behind the mark nothing is taken for an option, whatever it begins with.
    arguments.add("--");
    arguments.add(backup);
    arguments.addAll(further);
    throw ProcessImage.replaceBy(JavaCommand.of(Program.MOUNT, heap(), arguments), System.getenv());
  }

  private String heap() {
    int further = 256;
    return memoryMebibytes == null ? Program.MOUNT.heap() : memoryMebibytes + further + "m";
  }

  static void add(List<String> arguments, String option, @Nullable Object value) {
    if (value != null) {
      arguments.add(option + "=" + value);
    }
  }
}
