package io.holdfast.cli.repository;

import io.holdfast.engine.Cancellation;
import io.holdfast.engine.Progress;
import io.holdfast.engine.extent.FileVolume;
import io.holdfast.engine.record.InMemoryRecords;
import io.holdfast.engine.repository.BackupDescription;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.engine.repository.Repository;
import io.holdfast.engine.repository.posix.PosixDriver;
import io.holdfast.engine.run.BackupRun;
import io.holdfast.engine.run.MemoryBudget;
import io.holdfast.engine.run.Processors;
import io.holdfast.engine.run.RunContext;
import io.holdfast.engine.seal.KeySlot;
import io.holdfast.engine.seal.Passphrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A repository on disk with one backup of an image, just made. */
record FreshRepository(Path directory, Path image, BackupId backup) {

  static final int CHUNK_BYTES = 65536;
  static final int SIZE_BYTES = 40 * CHUNK_BYTES + 77;

  static FreshRepository make(Path parent, @Nullable String passphrase) throws IOException {
    Path directory = Files.createDirectory(parent.resolve("repository"));
    Path image = parent.resolve("image");
    byte[] content = new byte[SIZE_BYTES];
    new Random(7).nextBytes(content);
    Arrays.fill(content, 5 * CHUNK_BYTES, 20 * CHUNK_BYTES, (byte) 0);
    Files.write(image, content);
    BackupId id = new BackupId(UUID.randomUUID());
    InstantSource clock = InstantSource.system();
    var settings =
        new Repository.Settings(
            CHUNK_BYTES,
            passphrase == null ? null : new Passphrase(passphrase),
            new KeySlot.Cost(64, 1, 1));
    try (var driver = new PosixDriver(directory, clock);
        var processors = new Processors(1);
        var volume = FileVolume.open(image)) {
      Repository repository = Repository.create(driver, settings, clock);
      var records = new InMemoryRecords();
      var context =
          new RunContext(
              repository,
              records,
              processors,
              MemoryBudget.ofMebibytes(16),
              Progress.NONE,
              new Cancellation());
      new BackupRun(context, records.journal(id), clock).run(volume, description(id, clock), null);
    }
    return new FreshRepository(directory, image, id);
  }

  private static BackupDescription description(BackupId id, InstantSource clock) {
    return new BackupDescription(
        id,
        "nightly",
        null,
        UUID.randomUUID().toString(),
        null,
        UUID.randomUUID().toString(),
        "documents",
        null,
        null,
        clock.instant(),
        clock.instant(),
        Map.of());
  }
}
