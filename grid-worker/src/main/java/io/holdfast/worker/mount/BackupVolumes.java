package io.holdfast.worker.mount;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.Cancellation;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.Progress;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.run.BackupVolume;
import io.holdfast.engine.run.MemoryBudget;
import io.holdfast.engine.run.Processors;
import io.holdfast.engine.run.RunContext;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupQueries;
import io.holdfast.worker.record.DatabaseChunkIndex;
import io.holdfast.worker.record.DatabasePatience;
import io.holdfast.worker.repository.OpenRepositories;
import io.holdfast.worker.repository.OpenRepository;
import java.util.UUID;
import org.jooq.DSLContext;

/** Opens backups to be read anywhere. */
public final class BackupVolumes {
  private static final int MEBIBYTES_EACH = 32;

  private final DSLContext database;
  private final OpenRepositories repositories;
  private final DatabasePatience patience;
  private final Processors processors;

  public BackupVolumes(
      DSLContext database,
      OpenRepositories repositories,
      DatabasePatience patience,
      Processors processors) {
    this.database = database;
    this.repositories = repositories;
    this.patience = patience;
    this.processors = processors;
  }

  /** Opens a finished backup; nothing of its content is read yet. */
  BackupVolume open(UUID id) {
    Backup backup =
        patience.call(() -> new BackupQueries(database).find(id)).orElseThrow(() -> gone(id));
    OpenRepository repository = repositories.open(backup.repositoryId());
    Manifest manifest =
        repository.repository().manifests().find(new BackupId(id)).orElseThrow(() -> gone(id));
    return new BackupVolume(
        new RunContext(
            repository.repository(),
            new DatabaseChunkIndex(database, repository.number(), patience),
            processors,
            MemoryBudget.ofMebibytes(MEBIBYTES_EACH),
            Progress.NONE,
            new Cancellation()),
        manifest);
  }

  private static BackupException gone(UUID id) {
    return new BackupException(
        FailureKind.PERMANENT, "Backup %s is not (or no longer) in its repository.".formatted(id));
  }
}
