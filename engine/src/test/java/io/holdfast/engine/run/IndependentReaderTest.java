package io.holdfast.engine.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.holdfast.engine.extent.InMemoryVolume;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.repository.posix.PosixDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The format's document is enough to read a repository: a program in another language that was
 * written from it alone restores every backup to the byte.
 */
class IndependentReaderTest {
  private static final Path READER = Path.of("src/test/python/restore.py");
  private static final int SOMETHING_IS_NOT_INSTALLED = 77;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"encrypted", "clear"})
  void it_reads_what_was_written_when_the_format_was_made(String name) throws Exception {
    for (BackupId backup : List.of(GoldenFilesTest.FULL, GoldenFilesTest.INCREMENTAL)) {
      assertThat(restored(GoldenFilesTest.FILES.resolve(name), backup, "golden"))
          .isEqualTo(GoldenFilesTest.volume(backup).bytes());
    }
  }

  @Test
  void it_reads_what_is_written_today() throws Exception {
    // Two segments, the last chunk a short one.
    int sizeBytes = 1030 * Site.CHUNK_BYTES + 77;
    InMemoryVolume before = InMemoryVolume.random(sizeBytes, new Random(3));
    InMemoryVolume after = before.changed(40, new Random(4));
    Path place = Files.createDirectory(directory.resolve("repository"));
    try (Site site = Site.make(new PosixDriver(place, Site.CLOCK), Site.PASSPHRASE)) {
      Manifest first = site.backUp(before);
      Manifest second = site.backUp(after, first);
      String passphrase = new String(Site.PASSPHRASE.toBytes(), UTF_8);
      assertThat(restored(place, first.id(), passphrase)).isEqualTo(before.bytes());
      assertThat(restored(place, second.id(), passphrase)).isEqualTo(after.bytes());
    }
  }

  private byte[] restored(Path repository, BackupId backup, String passphrase) throws Exception {
    Path output = directory.resolve(backup.toString());
    Path said = directory.resolve("said");
    var program =
        new ProcessBuilder(
            "python3",
            READER.toString(),
            repository.toString(),
            backup.toString(),
            output.toString());
    program.environment().put("HOLDFAST_PASSPHRASE", passphrase);
    program.redirectErrorStream(true).redirectOutput(said.toFile());
    int status = run(program);
    assumeThat(status).as(Files.readString(said)).isNotEqualTo(SOMETHING_IS_NOT_INSTALLED);
    assertThat(status).as(Files.readString(said)).isZero();
    return Files.readAllBytes(output);
  }

  private static int run(ProcessBuilder program) throws InterruptedException {
    Process process;
    try {
      process = program.start();
    } catch (IOException _) {
      assumeThat(false).as("there is no python3").isTrue();
      return SOMETHING_IS_NOT_INSTALLED;
    }
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return process.waitFor();
  }
}
