package io.holdfast.cli.program;

import io.holdfast.cli.data.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A program's jar and its libraries, copied, so that a build may write the originals anew while the
 * program runs.
 */
public final class ProgramCopy {

  private static final String LIBRARIES = "lib";

  private ProgramCopy() {}

  /**
   * The jar to start, below a directory that belongs to one supervisor alone. Copies it unless this
   * very build has been copied already; earlier builds of the program are deleted.
   *
   * @param jar with the libraries that its manifest names in {@code lib} beside it
   */
  public static Path of(Path jar, Path directory) throws IOException {
    String name = String.valueOf(jar.getFileName());
    String program = name.replaceFirst("\\.jar$", "");
    List<Path> libraries = files(jar.resolveSibling(LIBRARIES));
    Path target = directory.resolve(program + "-" + build(jar));
    if (!Files.exists(target)) {
      Files.createDirectories(directory);
      for (Path earlier : files(directory)) {
        if (String.valueOf(earlier.getFileName()).startsWith(program + "-")) {
          Directories.delete(earlier);
        }
      }
      Path unfinished = directory.resolve(program + "-unfinished");
      Files.createDirectories(unfinished.resolve(LIBRARIES));
      for (Path library : libraries) {
        copy(library, unfinished.resolve(LIBRARIES).resolve(library.getFileName()));
      }
      copy(jar, unfinished.resolve(name));
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    }
    return target.resolve(name);
  }

  /** With its time, by which the JVM knows whose classes are in its archive. */
  private static void copy(Path file, Path to) throws IOException {
    Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
  }

  /** What differs between builds: names, sizes and times of all files. */
  static String build(Path jar) throws IOException {
    List<Path> libraries = files(jar.resolveSibling(LIBRARIES));
    List<Object> facts = new ArrayList<>();
    for (Path file : Stream.concat(Stream.of(jar), libraries.stream()).toList()) {
      facts.add(String.valueOf(file.getFileName()));
      facts.add(Files.size(file));
      facts.add(Files.getLastModifiedTime(file).toMillis());
    }
    return Integer.toHexString(Objects.hash(facts.toArray()));
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    }
  }
}
