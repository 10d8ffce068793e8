package io.holdfast.mount;

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
import io.holdfast.engine.seal.KeySlot.Cost;
import io.holdfast.engine.seal.Passphrase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/** A repository's directory with backups of images. */
public final class BackedUp {
  public static final String PASSPHRASE = "correct horse";

  private final Path directory;
  private final Repository repository;
  private final InMemoryRecords records = new InMemoryRecords();

  public BackedUp(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.repository =
        Repository.create(
            new PosixDriver(directory, InstantSource.system()),
            new Repository.Settings(
                Repository.DEFAULT_CHUNK_BYTES, new Passphrase(PASSPHRASE), new Cost(64, 1, 1)),
            InstantSource.system());
  }

  public Path directory() {
    return directory;
  }

  /** Backs an image up and returns the backup's id. */
  public String add(Path image, String name) {
    var id = new BackupId(UUID.randomUUID());
    var moment = Instant.parse("2026-11-23T04:05:06Z");
    var description =
        new BackupDescription(
            id, name, null, "project", null, "volume", "disk", null, null, moment, moment,
            Map.of());
    try (Processors processors = new Processors(2);
        FileVolume volume = FileVolume.open(image)) {
      var context =
          new RunContext(
              repository,
              records,
              processors,
              MemoryBudget.ofMebibytes(64),
              Progress.NONE,
              new Cancellation());
      new BackupRun(context, records.journal(id), InstantSource.system())
          .run(volume, description, null);
    }
    return id.toString();
  }
}
