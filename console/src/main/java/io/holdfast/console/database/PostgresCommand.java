package io.holdfast.console.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs PostgreSQL's own tools. They refuse to run as root, so for root they run in a user namespace
 * of their own, where the user is nobody; files still belong to root outside.
 */
final class PostgresCommand {

  /** How a tool ended, and what it said. */
  record Ended(int status, String output) {

    boolean good() {
      return status == 0;
    }
  }

  private final Path programs;

  PostgresCommand(Path programs) {
    this.programs = programs;
  }

  /** Runs a tool to its end; one that takes longer than the limit is killed. */
  Ended run(Duration limit, String tool, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(programs.resolve("bin").resolve(tool).toString());
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("holdfast-" + tool, ".out");
    try {
      // To a file, since the server inherits the output and would hold a pipe open.
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.getOutputStream().close();
      int status = waitFor(process, limit);
      String said = Files.readString(output, StandardCharsets.UTF_8).strip();
      return new Ended(status, explained(said));
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static int waitFor(Process process, Duration limit) throws IOException {
    try {
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      process.destroyForcibly();
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new IOException("stopped while waiting for PostgreSQL's tools", e);
    }
  }

  private static String explained(String said) {
    return said.contains("unshare:")
        ? said
            + " (PostgreSQL does not run as root, and this machine allows root no user namespaces:"
            + " start Holdfast as another user.)"
        : said;
  }

  static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }
}
