package io.holdfast.engine.repository.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A real file system in memory, mounted on a directory; without the right to, tests are skipped.
 */
final class Tmpfs implements AutoCloseable {
  private final Path directory;
  private boolean mounted;

  private Tmpfs(Path directory) {
    this.directory = directory;
  }

  /**
   * @param size as the option of {@code mount} has it
   */
  static Tmpfs on(Path directory, String size) throws Exception {
    var disk = new Tmpfs(directory);
    disk.mounted =
        run("mount", "-t", "tmpfs", "-o", "size=" + size, "holdfast-test", directory.toString());
    assumeThat(disk.mounted).as("mounting a small tmpfs needs root").isTrue();
    return disk;
  }

  /** Unmounts it, in use or not; what is open stays readable. */
  void unmount() {
    try {
      assertThat(run("umount", "--lazy", directory.toString())).isTrue();
      mounted = false;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    if (mounted) {
      unmount();
    }
  }

  private static boolean run(String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException _) {
      return false;
    }
  }
}
