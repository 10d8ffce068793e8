package io.holdfast.worker.task;

import io.holdfast.engine.repository.BackupDescription;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.schema.backup.Backup;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A backup's row as its manifest describes it. */
final class Descriptions {

  private Descriptions() {}

  static BackupDescription of(Backup row) {
    UUID parent = row.parentId();
    return new BackupDescription(
        new BackupId(row.id()),
        row.name(),
        row.description().isEmpty() ? null : row.description(),
        row.projectId().toString(),
        text(row.userId()),
        row.volumeId().toString(),
        row.volumeName(),
        text(row.snapshotId()),
        parent == null ? null : new BackupId(parent),
        row.createdAt(),
        row.dataTimestamp(),
        row.metadata());
  }

  private static @Nullable String text(@Nullable UUID id) {
    return id == null ? null : id.toString();
  }
}
