package io.holdfast.engine.repository.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file system that is really full. */
class FullDiskTest {
  private static final int MIB = 1024 * 1024;

  @TempDir private Path directory;

  @Test
  void a_full_disk_is_said_to_be_full_and_leaves_no_half_object() throws Exception {
    try (Tmpfs _ = Tmpfs.on(directory, "4m")) {
      fill();
    }
  }

  private void fill() throws IOException {
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
}
