package io.holdfast.engine.repository.posix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.repository.Repository;
import io.holdfast.engine.repository.Repository.Settings;
import io.holdfast.engine.repository.RepositoryDriver;
import io.holdfast.engine.repository.RepositoryDriverContract;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PosixDriverTest extends RepositoryDriverContract {
  private static final Instant NOW = Instant.parse("2026-11-23T04:05:06Z");

  @TempDir private Path directory;

  @Override
  protected RepositoryDriver open() {
    return driver(directory);
  }

  private static PosixDriver driver(Path directory) {
    return new PosixDriver(directory, InstantSource.fixed(NOW));
  }

  @Test
  void a_put_leaves_nothing_but_the_object() throws IOException {
    driver(directory).put("packs/ab/one", ByteBuffer.wrap("x".getBytes(UTF_8)));
    driver(directory).put("packs/ab/one", ByteBuffer.wrap("y".getBytes(UTF_8)));
    try (Stream<Path> files = Files.list(directory.resolve("packs/ab"))) {
      assertThat(files).extracting(file -> file.getFileName().toString()).containsExactly("one");
    }
  }

  @Test
  void leftovers_of_dead_writers_are_no_objects_and_are_tidied_when_old() throws IOException {
    PosixDriver driver = driver(directory);
    driver.put("packs/ab/one", ByteBuffer.allocate(1));
    Path old = Files.createFile(directory.resolve("packs/ab/.two.0123456789abcdef.tmp"));
    Path young = Files.createFile(directory.resolve("packs/ab/.three.0123456789abcdef.tmp"));
    Files.setLastModifiedTime(old, FileTime.from(NOW.minus(Duration.ofHours(25))));
    Files.setLastModifiedTime(young, FileTime.from(NOW.minus(Duration.ofHours(1))));
    driver.list("packs/", found -> assertThat(found.name()).isEqualTo("packs/ab/one"));
    driver.tidy(Duration.ofDays(1));
    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void a_missing_directory_is_said_to_be_missing() {
    Path missing = directory.resolve("not-mounted");
    assertThatThrownBy(() -> Repository.open(driver(missing), null))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining(missing.toString())
        .hasMessageContaining("does not exist")
        .extracting(e -> ((BackupException) e).kind())
        .isEqualTo(FailureKind.MISCONFIGURED);
    assertThatThrownBy(() -> driver(missing).put("packs/ab/x", ByteBuffer.allocate(1)))
        .hasMessageContaining("does not exist");
    assertThat(missing).doesNotExist();
  }

  @Test
  void a_directory_without_a_repository_is_not_one() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));
    assertThatThrownBy(() -> Repository.open(driver(empty), null))
        .hasMessageContaining("is not a Holdfast repository")
        .hasMessageContaining("mounted");
  }

  @Test
  void nothing_is_written_below_a_mount_point_whose_file_system_went_away() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("mount-point"));
    assertThatThrownBy(() -> driver(empty).put("packs/ab/x", ByteBuffer.allocate(1)))
        .hasMessageContaining("holds no repository")
        .extracting(e -> ((BackupException) e).kind())
        .isEqualTo(FailureKind.MISCONFIGURED);
    assertThat(empty).isEmptyDirectory();
  }

  @Test
  void a_directory_that_may_not_be_written_is_said_to_be_so() throws IOException {
    assumeThat(System.getProperty("user.name"))
        .as("root may write everywhere: run the tests as another user to see this")
        .isNotEqualTo("root");
    Path locked = Files.createDirectory(directory.resolve("locked"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
    assertThatThrownBy(
            () -> Repository.create(driver(locked), Settings.unencrypted(), InstantSource.system()))
        .hasMessageContaining("may not write");
  }

  @Test
  void a_repository_is_not_made_over_something_else() {
    driver(directory).put("packs/ab/one", ByteBuffer.allocate(1));
    assertThatThrownBy(() ->
            Repository.create(driver(directory), Settings.unencrypted(), InstantSource.system()))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("empty place");
  }
}
