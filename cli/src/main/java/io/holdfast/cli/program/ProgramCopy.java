package io.holdfast.cli.program;

import io.holdfast.cli.data.Directories;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Programs' jars and their libraries, copied, so that a build may write the originals anew while
 * the programs run. All who start a build of a program share one copy: the JVM takes the place of a
 * jar's classes from its archive ({@link ClassArchive}), so that the archive fits no other place.
 */
final class ProgramCopy {

  private static final String LIBRARIES = "lib";
  private static final String USERS = "users";

  private ProgramCopy() {}

  /**
   * The jar to start. Copies it unless this very build has been copied already, and deletes copies
   * of other builds unless those who asked for them still run. Where nothing can be written,
   * nothing can be built, and the jar itself is started.
   *
   * @param jar with the libraries that its manifest names in {@code lib} beside it
   */
  static synchronized Path of(Path jar) throws IOException {
    Path copies = jar.resolveSibling("started");
    if (!Files.isWritable(jar.resolveSibling(""))) {
      return jar;
    }
    Files.createDirectories(copies);
    try (FileChannel file =
        FileChannel.open(
            copies.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.lock();
      Path copy = copies.resolve(build(jar));
      if (!Files.exists(copy)) {
        copy(jar, copies.resolve("unfinished"), copy);
      }
      Files.createDirectories(copy.resolve(USERS));
      Files.writeString(
          copy.resolve(USERS).resolve(Long.toString(ProcessHandle.current().pid())), "");
      deleteUnused(copies, copy);
      return copy.resolve(jar.getFileName());
    }
  }

  private static void copy(Path jar, Path unfinished, Path copy) throws IOException {
    Directories.delete(unfinished);
    Files.createDirectories(unfinished.resolve(LIBRARIES));
    for (Path library : files(jar.resolveSibling(LIBRARIES))) {
      Files.copy(library, unfinished.resolve(LIBRARIES).resolve(library.getFileName()));
    }
    Files.copy(jar, unfinished.resolve(jar.getFileName()));
    Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void deleteUnused(Path copies, Path copy) throws IOException {
    for (Path other : files(copies)) {
      if (Files.isDirectory(other) && !isUsed(other) && !other.equals(copy)) {
        Directories.delete(other);
      }
    }
  }

  /** Whether a process still runs that asked for it; forgets those that do not. */
  private static boolean isUsed(Path copy) throws IOException {
    Path users = Files.createDirectories(copy.resolve(USERS));
    boolean used = false;
    for (Path user : files(users)) {
      long pid = Long.parseLong(String.valueOf(user.getFileName()));
      if (ProcessHandle.of(pid).isPresent()) {
        used = true;
      } else {
        Files.delete(user);
      }
    }
    return used;
  }

  /** What differs between builds: names, sizes and times of all files. */
  private static String build(Path jar) throws IOException {
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
