package io.holdfast.console.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A running PostgreSQL server, as the file postmaster.pid in its data directory tells of it.
 *
 * @param status {@code ready}, {@code starting}, {@code stopping} or {@code standby}
 */
record Postmaster(ProcessHandle process, int port, String status) {

  /** The server on a data directory: its process is alive, is PostgreSQL, and works in there. */
  static Optional<Postmaster> on(Path data) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(data.resolve("postmaster.pid"));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (lines.size() < 4) {
      return Optional.empty();
    }
    Optional<ProcessHandle> process =
        ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
            .filter(ProcessHandle::isAlive)
            .filter(handle -> isPostgresIn(handle, data));
    if (process.isEmpty()) {
      return Optional.empty();
    }
    String status = lines.size() < 8 ? "starting" : lines.get(7).strip();
    return Optional.of(
        new Postmaster(process.get(), Integer.parseInt(lines.get(3).strip()), status));
  }

  /** A pid may have been given to another program since: its directory tells. */
  private static boolean isPostgresIn(ProcessHandle handle, Path data) {
    boolean postgres =
        handle.info().command().filter(command -> command.endsWith("/postgres")).isPresent();
    if (!postgres) {
      return false;
    }
    try {
      Path directory = Path.of("/proc", Long.toString(handle.pid()), "cwd").toRealPath();
      return directory.equals(data.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Removes what a dead server left when its pid belongs to another program by now, which
   * PostgreSQL would take for itself.
   */
  static void removeStale(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return;
    }
    String pid = Files.readAllLines(file).stream().findFirst().orElse("").strip();
    boolean taken = pid.matches("[0-9]+") && ProcessHandle.of(Long.parseLong(pid)).isPresent();
    if (taken && on(data).isEmpty()) {
      Files.delete(file);
    }
  }
}
