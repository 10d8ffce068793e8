package io.holdfast.grid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where Ignite puts its files, of which nothing need last.
 *
 * @param temporary whether it was made for this process and goes with it
 */
record WorkDirectory(Path path, boolean temporary) implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WorkDirectory.class);

  static WorkDirectory of(GridSettings settings) {
    Path configured = settings.workDirectory();
    try {
      return configured == null
          ? new WorkDirectory(Files.createTempDirectory("holdfast-grid-"), true)
          : new WorkDirectory(Files.createDirectories(configured.toAbsolutePath()), false);
    } catch (IOException e) {
      throw new GridJoinException(
          "Cannot make the grid's work directory %s: %s. Set holdfast.grid.work-directory."
              .formatted(configured, e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    if (!temporary) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      log.debug("Work directory could not be removed path={}", path, e);
    }
  }
}
