package io.holdfast.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.engine.Cancellation;
import io.holdfast.engine.Progress;
import io.holdfast.engine.extent.InMemoryVolume;
import io.holdfast.engine.record.InMemoryRecords;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.repository.Repository;
import io.holdfast.engine.repository.Repository.Settings;
import io.holdfast.engine.repository.posix.PosixDriver;
import io.holdfast.engine.seal.Passphrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Repositories of format 1 as they were written when the format was made. They stay readable for
 * ever: if this test fails, the code is wrong, never the files.
 */
class GoldenFilesTest {
  static final Path FILES = Path.of("src/test/resources/golden/format-1");
  static final Passphrase PASSPHRASE = new Passphrase("golden");
  static final BackupId FULL = BackupId.parse("00000000-0000-4000-8000-000000000001");
  static final BackupId INCREMENTAL = BackupId.parse("00000000-0000-4000-8000-000000000002");

  @ParameterizedTest
  @ValueSource(strings = {"encrypted", "clear"})
  void every_backup_restores_to_the_byte(String name) {
    try (var driver = new PosixDriver(FILES.resolve(name), Site.CLOCK);
        var processors = new Processors(2)) {
      Repository repository = Repository.open(driver, name.equals("encrypted") ? PASSPHRASE : null);
      var offline =
          new OfflineRestore(
              repository,
              processors,
              MemoryBudget.ofMebibytes(16),
              Progress.NONE,
              new Cancellation());
      assertThat(offline.list().backups())
          .extracting(Manifest::id)
          .containsExactlyInAnyOrder(FULL, INCREMENTAL);
      for (BackupId backup : List.of(FULL, INCREMENTAL)) {
        InMemoryVolume expected = volume(backup);
        InMemoryVolume target = InMemoryVolume.ofSize(expected.bytes().length);
        offline.restore(backup, target, RestoreMode.EVERYTHING);
        assertThat(target.bytes()).isEqualTo(expected.bytes());
        assertThat(offline.verify(backup).intact()).isTrue();
      }
      Manifest manifest = repository.manifests().get(INCREMENTAL);
      assertThat(manifest.backup()).isEqualTo(Site.description(INCREMENTAL, FULL));
      assertThat(manifest.completedAt()).isEqualTo(Site.CLOCK.instant());
    }
  }

  @Test
  void ids_of_the_unencrypted_repository_are_found_again() {
    try (var driver = new PosixDriver(FILES.resolve("clear"), Site.CLOCK)) {
      Repository repository = Repository.open(driver, null);
      byte[] chunk = Arrays.copyOf(volume(FULL).bytes(), Site.CHUNK_BYTES);
      var records = new InMemoryRecords();
      try (var processors = new Processors(1)) {
        var context =
            new RunContext(
                repository,
                records,
                processors,
                MemoryBudget.ofMebibytes(16),
                Progress.NONE,
                new Cancellation());
        assertThat(new Reindex(context).run(any -> {}).problems()).isEmpty();
      }
      var id = repository.chunkHasher().hash(chunk, 0, chunk.length);
      assertThat(records.find(List.of(id))).containsOnlyKeys(id);
    }
  }

  /** Text, noise, zeros and an odd end; small enough to keep. */
  static InMemoryVolume volume(BackupId backup) {
    byte[] bytes = new byte[13 * Site.CHUNK_BYTES + 321];
    Random random = new Random(42);
    for (int i = 0; i < 6 * Site.CHUNK_BYTES; i++) {
      bytes[i] = (byte) ('a' + random.nextInt(4));
    }
    for (int i = 9 * Site.CHUNK_BYTES; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt();
    }
    if (backup.equals(INCREMENTAL)) {
      bytes[2 * Site.CHUNK_BYTES + 5] = 'X';
      Arrays.fill(bytes, 10 * Site.CHUNK_BYTES, 11 * Site.CHUNK_BYTES, (byte) 0);
    }
    return new InMemoryVolume(bytes);
  }

  /** Made the files, once; kept to show how. Refuses to make them again. */
  static void main(String[] arguments) throws IOException {
    for (String name : List.of("encrypted", "clear")) {
      Path directory = Files.createDirectories(Path.of(arguments[0]).resolve(name));
      @Nullable Passphrase passphrase = name.equals("encrypted") ? PASSPHRASE : null;
      var settings = new Settings(Site.CHUNK_BYTES, passphrase, Site.CHEAP);
      var driver = new PosixDriver(directory, Site.CLOCK);
      Repository repository = Repository.create(driver, settings, Site.CLOCK);
      var records = new InMemoryRecords();
      try (var processors = new Processors(2)) {
        var context =
            new RunContext(
                repository,
                records,
                processors,
                MemoryBudget.ofMebibytes(16),
                Progress.NONE,
                new Cancellation());
        Manifest full =
            new BackupRun(context, records.journal(FULL), Site.CLOCK)
                .run(volume(FULL), Site.description(FULL, null), null);
        new BackupRun(context, records.journal(INCREMENTAL), Site.CLOCK)
            .run(volume(INCREMENTAL), Site.description(INCREMENTAL, FULL), full);
      }
    }
  }
}
