package io.holdfast.cli.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Deleting directories with all that is in them. */
public final class Directories {

  private Directories() {}

  /** Deletes it if it is there. Links are deleted, not followed. */
  public static void delete(Path directory) throws IOException {
    try {
      for (Path path : deepestFirst(directory)) {
        Files.deleteIfExists(path);
      }
    } catch (UncheckedIOException e) {
      throw new IOException("cannot read " + directory + ": " + e.getMessage(), e);
    }
  }

  private static List<Path> deepestFirst(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
