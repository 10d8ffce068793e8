package io.holdfast.worker.task;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupQueries;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.worker.record.DatabasePatience;
import io.holdfast.worker.repository.OpenRepository;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Finds what incremental backups are made on; without it a backup only takes longer. */
final class Parents {

  private final BackupQueries backups;
  private final DatabasePatience patience;

  Parents(DSLContext database, DatabasePatience patience) {
    this.backups = new BackupQueries(database);
    this.patience = patience;
  }

  /** The parent of a backup; {@code null} for a full one, and where it cannot be read. */
  @Nullable Parent of(Backup backup, OpenRepository repository) {
    UUID id = backup.parentId();
    Manifest manifest = id == null ? null : manifest(id, repository);
    return id == null || manifest == null ? null : new Parent(manifest, mark(id, manifest, backup));
  }

  private static @Nullable Manifest manifest(UUID id, OpenRepository repository) {
    try {
      return repository.repository().manifests().find(new BackupId(id)).orElse(null);
    } catch (BackupException e) {
      if (e.kind() == FailureKind.CORRUPT) {
        return null;
      }
      throw e;
    }
  }

  /** Only of a finished backup of the same volume: what changed is told of that volume alone. */
  private @Nullable UUID mark(UUID id, Manifest manifest, Backup child) {
    return patience
        .call(() -> backups.find(id))
        .filter(parent -> parent.status() == BackupStatus.AVAILABLE)
        .filter(parent -> parent.volumeId().equals(child.volumeId()))
        .filter(parent -> parent.repositoryId().equals(child.repositoryId()))
        .filter(parent -> parent.volumeId().toString().equals(manifest.backup().volumeId()))
        .map(Backup::mark)
        .orElse(null);
  }
}
