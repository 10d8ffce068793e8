package io.holdfast.engine.repository.posix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
  void what_cannot_be_read_in_a_repository_that_can_is_damaged() throws IOException {
    RepositoryDriver driver = driver(directory);
    Files.write(directory.resolve(RepositoryDriver.DESCRIPTION), new byte[] {1});
    Files.createDirectories(directory.resolve("packs/ab/one"));
    assertThatThrownBy(() -> driver.read("packs/ab/one", 0, ByteBuffer.allocate(9)))
        .hasMessageContaining(
            "Object packs/ab/one at " + directory + " is damaged: it cannot be read")
        .extracting(e -> ((BackupException) e).kind())
        .isEqualTo(FailureKind.CORRUPT);
    Files.createDirectories(directory.resolve("packs/cd"));
    Files.createSymbolicLink(directory.resolve("packs/cd/loop"), Path.of("loop"));
    assertThatThrownBy(() -> driver.size("packs/cd/loop"))
        .extracting(e -> ((BackupException) e).kind())
        .isEqualTo(FailureKind.CORRUPT);
  }

  @Test
  void a_directory_without_a_repository_is_not_one() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));
    assertThatThrownBy(() -> Repository.open(driver(empty), null))
        .hasMessageContaining("is not a Holdfast repository")
        .hasMessageContaining("mounted");
  }

  @Test
  void in_an_empty_directory_nothing_is_written_and_nothing_missing() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("mount-point"));
    assertAway(() -> driver(empty).put("packs/ab/x", ByteBuffer.allocate(1)));
    assertAway(() -> driver(empty).read("packs/ab/x", 0, ByteBuffer.allocate(1)));
    assertAway(() -> driver(empty).size("packs/ab/x"));
    assertAway(() -> driver(empty).delete("packs/ab/x"));
    assertAway(() -> driver(empty).list("packs/", _ -> {}));
    assertThat(empty).isEmptyDirectory();
  }

  @Test
  void in_a_mount_point_whose_file_system_went_away_nothing_counts_as_missing() throws Exception {
    Path place = Files.createDirectory(directory.resolve("mount-point"));
    PosixDriver driver = driver(place);
    try (Tmpfs disk = Tmpfs.on(place, "1m")) {
      driver.put(RepositoryDriver.DESCRIPTION, ByteBuffer.allocate(1));
      driver.put("packs/ab/x", ByteBuffer.allocate(1));
      disk.unmount();
      assertAway(() -> driver.read("packs/ab/x", 0, ByteBuffer.allocate(1)));
      assertAway(() -> driver.size("packs/ab/x"));
      assertAway(() -> driver.delete("packs/ab/x"));
      assertAway(() -> driver.list("packs/", _ -> {}));
      assertAway(() -> driver.put("packs/ab/x", ByteBuffer.allocate(1)));
      assertAway(() -> driver.replace("packs/ab/x", ByteBuffer.allocate(1)));
      // Where nothing is, a repository may be made.
      assertThat(driver.size(RepositoryDriver.DESCRIPTION)).isEmpty();
      driver.list("", found -> fail("found " + found));
      assertThat(place).isEmptyDirectory();
    }
  }

  @Test
  void a_listing_in_the_middle_of_which_the_file_system_goes_away_is_not_taken_for_whole()
      throws Exception {
    Path place = Files.createDirectory(directory.resolve("mount-point"));
    PosixDriver driver = driver(place);
    // More than are looked at before the first is told.
    int objects = 3000;
    try (Tmpfs disk = Tmpfs.on(place, "64m")) {
      driver.put(RepositoryDriver.DESCRIPTION, ByteBuffer.allocate(1));
      for (int i = 0; i < objects; i++) {
        Path folder = Files.createDirectories(place.resolve("packs/%02x".formatted(i % 256)));
        Files.createFile(folder.resolve("%032x".formatted(i)));
      }
      AtomicBoolean unmounted = new AtomicBoolean();
      assertAway(() ->
          driver.list(
              "packs/",
              _ -> {
                if (unmounted.compareAndSet(false, true)) {
                  disk.unmount();
                }
              }));
    }
  }

  private static void assertAway(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("holds no repository")
        .extracting(e -> ((BackupException) e).kind())
        .isEqualTo(FailureKind.MISCONFIGURED);
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
