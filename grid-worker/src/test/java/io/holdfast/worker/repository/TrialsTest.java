package io.holdfast.worker.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.engine.repository.RepositoryDriver;
import io.holdfast.grid.worker.PlaceReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialsTest {

  private final Trials trials = new Trials(InstantSource.system());
  @TempDir Path directory;

  @Test
  void a_directory_that_can_be_written_is_usable_and_left_as_it_was() {
    PlaceReport report = trials.tryOut("posix", directory.toString(), null);

    assertThat(report.problem()).isNull();
    assertThat(report.holdsRepository()).isFalse();
    assertThat(report.freeBytes()).isPositive();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void a_repository_that_is_there_already_is_told() throws IOException {
    Path description = directory.resolve(RepositoryDriver.DESCRIPTION);
    Files.writeString(description, "{}");

    assertThat(trials.tryOut("posix", directory.toString(), null).holdsRepository()).isTrue();
    assertThat(description).hasContent("{}");
  }

  @Test
  void what_keeps_it_from_being_used_is_said_and_names_the_place() throws IOException {
    Path missing = directory.resolve("missing");
    Path file = Files.createFile(directory.resolve("file"));

    assertThat(trials.tryOut("posix", missing.toString(), null).problem())
        .contains(missing.toString());
    assertThat(trials.tryOut("posix", file.toString(), null).problem()).contains(file.toString());
    assertThat(trials.tryOut("posix", "a\0b", null).problem()).contains("is no path");
    assertThat(trials.tryOut("tape", "/dev/st0", null).problem()).contains("tape", "/dev/st0");
    assertThat(missing).doesNotExist();
  }

  @Test
  void a_passphrase_file_that_is_missing_or_empty_is_said() throws IOException {
    Path empty = Files.createFile(directory.resolve("empty"));
    Path good = Files.writeString(directory.resolve("good"), "a long passphrase\n");

    assertThat(trials.tryOut("posix", directory.toString(), "/nowhere/key").problem())
        .contains("/nowhere/key");
    assertThat(trials.tryOut("posix", directory.toString(), empty.toString()).problem())
        .contains("it is empty");
    assertThat(trials.tryOut("posix", directory.toString(), good.toString()).problem()).isNull();
  }
}
