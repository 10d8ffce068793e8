package io.holdfast.cli.mount;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./holdfast backup files …}. */
@Command(
    name = "files",
    description = {
      "Single files of a backup with an ext2/3/4, XFS or NTFS file system: list, get.",
      "Reads the repository's directory itself (--repository)."
    })
public final class FilesCommand {

  @Command(
      name = "list",
      description = {
        "What a directory holds, or one entry.",
        "Unusual characters of names are shown as \\xNN, a backslash as \\\\; paths are given"
            + " likewise."
      })
  int list(
      @Mixin RepositoryAccess repository,
      @Parameters(index = "1", paramLabel = "PATH", defaultValue = "/") String path,
      @Option(
              names = "--partition",
              paramLabel = "NUMBER",
              description = "Where there are several file systems.")
          @Nullable Integer partition) {
    return repository.become("files", List.of("list"), options(partition, null), List.of(path));
  }

  @Command(name = "get", description = "Fetches a file. Links are not followed.")
  int get(
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
    return repository.become("files", List.of("get"), options(partition, to), List.of(path));
  }

  private static List<String> options(@Nullable Integer partition, @Nullable Path to) {
    List<String> options = new ArrayList<>();
    RepositoryAccess.add(options, "--partition", partition);
    RepositoryAccess.add(options, "--to", to == null ? null : to.toAbsolutePath().normalize());
    return options;
  }
}
