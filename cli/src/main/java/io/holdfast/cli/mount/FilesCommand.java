package io.holdfast.cli.mount;

import io.holdfast.cli.api.AccessOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./holdfast backup files …}. */
@Command(
    name = "files",
    description = {
      "Single files of a backup with an ext2/3/4, XFS or NTFS file system: list, get.",
      "A worker offers the backup meanwhile, or with --repository this machine reads the"
          + " repository's directory itself."
    })
public final class FilesCommand {

  @Spec CommandSpec spec;

  @Command(
      name = "list",
      description = {
        "What a directory holds, or one entry.",
        "Unusual characters of names are shown as \\xNN, a backslash as \\\\; paths are given"
            + " likewise."
      })
  int list(
      @Mixin AccessOptions access,
      @Mixin RepositoryAccess repository,
      @Parameters(index = "1", paramLabel = "PATH", defaultValue = "/") String path,
      @Option(
              names = "--partition",
              paramLabel = "NUMBER",
              description = "Where there are several file systems.")
          @Nullable Integer partition) {
    return run(access, repository, "list", options(partition, null), path);
  }

  @Command(name = "get", description = "Fetches a file. Links are not followed.")
  int get(
      @Mixin AccessOptions access,
      @Mixin RepositoryAccess repository,
      @Parameters(index = "1", paramLabel = "PATH") String path,
      @Option(
              names = "--to",
              paramLabel = "FILE",
              required = true,
              description = "Where to; a file that is not there yet.")
          Path to,
      @Option(
              names = "--partition",
              paramLabel = "NUMBER",
              description = "Where there are several file systems.")
          @Nullable Integer partition) {
    return run(access, repository, "get", options(partition, to), path);
  }

  private int run(
      AccessOptions access,
      RepositoryAccess repository,
      String what,
      List<String> options,
      String path) {
    if (repository.directory != null) {
      return repository.become("files", List.of(what), options, List.of(path));
    }
    List<String> arguments = new ArrayList<>(List.of("files", what));
    arguments.addAll(options);
    // Behind the mark nothing is taken for an option, whatever it begins with.
    arguments.addAll(List.of("--", repository.backup, path));
    return RemoteFiles.run(
        access.resolve(), spec.commandLine().getErr(), repository.backup, arguments);
  }

  private static List<String> options(@Nullable Integer partition, @Nullable Path to) {
    List<String> options = new ArrayList<>();
    RepositoryAccess.add(options, "--partition", partition);
    RepositoryAccess.add(options, "--to", to == null ? null : to.toAbsolutePath().normalize());
    return options;
  }
}
