package io.holdfast.engine.repository.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.repository.RepositoryDriver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file system that is really full. */
class FullDiskTest {
  private static final int MIB = 1024 * 1024;

  @TempDir private Path directory;
  private boolean mounted;

  @BeforeEach
  void mountASmallFileSystem() throws Exception {
    mounted = run("mount", "-t", "tmpfs", "-o", "size=4m", "holdfast-test", directory.toString());
    assumeThat(mounted).as("mounting a small tmpfs needs root").isTrue();
  }

  @AfterEach
  void unmountIt() throws Exception {
    if (mounted) {
      assertThat(run("umount", directory.toString())).isTrue();
    }
  }

  @Test
  void a_full_disk_is_said_to_be_full_and_leaves_no_half_object() throws IOException {
    var driver = new PosixDriver(directory, InstantSource.system());
    driver.put(RepositoryDriver.DESCRIPTION, ByteBuffer.allocate(1));
    driver.put("packs/ab/one", ByteBuffer.allocate(2 * MIB));
    assertThatThrownBy(() -> driver.put("packs/ab/two", ByteBuffer.allocate(3 * MIB)))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("is full")
        .hasMessageContaining(directory.toString())
        .extracting(e -> ((BackupException) e).kind())
        .isEqualTo(FailureKind.PERMANENT);
    List<String> names = new ArrayList<>();
    driver.list("packs/", found -> names.add(found.name()));
    assertThat(names).containsExactly("packs/ab/one");
    assertThat(Files.list(directory.resolve("packs/ab"))).hasSize(1);
    // Room is made, and it goes on.
    driver.delete("packs/ab/one");
    assertThat(driver.put("packs/ab/two", ByteBuffer.allocate(3 * MIB))).isTrue();
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
