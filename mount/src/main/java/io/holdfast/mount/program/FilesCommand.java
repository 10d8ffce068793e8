package io.holdfast.mount.program;

import io.holdfast.engine.extent.VolumeSource;
import io.holdfast.engine.run.Processors;
import io.holdfast.mount.files.Confinement;
import io.holdfast.mount.files.FileEntry;
import io.holdfast.mount.files.OpenedFileSystem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists and fetches single files of a backup. */
@Command(name = "files")
final class FilesCommand {
  @Spec CommandSpec spec;

  @Command(name = "list")
  int list(
      @Mixin FilesSource source,
      @Parameters(index = "1", defaultValue = "/") String path,
      @Option(names = "--partition", defaultValue = "0") int partition)
      throws IOException {
    try (Processors processors = Processors.ofAllCores();
        VolumeSource volume = source.open(processors);
        OpenedFileSystem files = OpenedFileSystem.of(volume, partition, Confinement.NONE)) {
      FileEntry found = files.tree().find(path);
      PrintWriter out = spec.commandLine().getOut();
      if (found.kind() == FileEntry.Kind.DIRECTORY) {
        files.tree().list(found.inode()).stream()
            .sorted(Comparator.comparing(entry -> entry.name().toString()))
            .forEach(entry -> out.println(line(entry)));
      } else {
        out.println(line(found));
      }
    }
    return 0;
  }

  private static String line(FileEntry entry) {
    String size =
        switch (entry.kind()) {
          case FILE -> entry.sizeBytes() < 0 ? "file" : String.valueOf(entry.sizeBytes());
          case DIRECTORY -> "directory";
          case LINK -> "link";
          case OTHER -> "special";
        };
    return "%14s  %s".formatted(size, entry.name());
  }

  @Command(name = "get")
  int get(
      @Mixin FilesSource source,
      @Parameters(index = "1") String path,
      @Option(names = "--to", required = true) Path to,
      @Option(names = "--partition", defaultValue = "0") int partition)
      throws IOException {
    try (Processors processors = Processors.ofAllCores();
        VolumeSource volume = source.open(processors);
        OpenedFileSystem files = OpenedFileSystem.of(volume, partition, Confinement.NONE)) {
      FileEntry found = files.tree().find(path);
      if (found.kind() != FileEntry.Kind.FILE) {
        throw Wrong.usage(
            "'%s' is no file but %s; only files can be fetched."
                .formatted(
                    found.name(),
                    found.kind() == FileEntry.Kind.LINK ? "a link" : "something else"));
      }
      fetch(files, found, to);
    }
    return 0;
  }

  /** A file that could not be fetched whole does not stay behind. */
  private static void fetch(OpenedFileSystem files, FileEntry found, Path to) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      files.tree().read(found, out);
    } catch (FileAlreadyExistsException e) {
      throw Wrong.usage("%s exists already; choose another name.".formatted(to));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(to);
      throw e;
    }
  }
}
