package io.holdfast.volumeservice.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Steps on files that hold after a power cut. */
final class Durable {

  private static final String PREFIX = ".holdfast-";
  private static final String SUFFIX = ".tmp";

  private Durable() {}

  /** A name that nobody lists, and that is cleared away at the next start. */
  static Path temporaryFor(Path target) {
    return target.resolveSibling(PREFIX + target.getFileName() + SUFFIX);
  }

  static boolean isTemporary(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
  }

  /** Puts content in the place of a file, whole or not at all. */
  static void replace(Path target, byte[] content) throws IOException {
    Path temporary = temporaryFor(target);
    Files.write(temporary, content);
    commit(temporary, target);
  }

  /** Gives a finished file its name. */
  static void commit(Path temporary, Path target) throws IOException {
    sync(temporary);
    Files.move(
        temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncDirectoryOf(target);
  }

  static void delete(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      syncDirectoryOf(file);
    }
  }

  static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void syncDirectoryOf(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      sync(directory);
    }
  }
}
