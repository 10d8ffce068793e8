package io.holdfast.console.api;

import io.holdfast.schema.backup.Backup;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A backup as the API shows it. */
record BackupJson(
    UUID id,
    String name,
    String description,
    String project,
    UUID volumeId,
    String volumeName,
    @Nullable UUID snapshotId,
    @Nullable UUID parentId,
    boolean incremental,
    String status,
    @Nullable String failReason,
    @Nullable String host,
    @Nullable UUID restoreVolumeId,
    String repository,
    long sizeBytes,
    @Nullable Long readBytes,
    @Nullable Long storedBytes,
    Instant dataTimestamp,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant completedAt,
    @Nullable Instant verifiedAt,
    @Nullable String verifyResult,
    @Nullable String verifyMessage,
    Map<String, String> metadata,
    boolean mounted,
    boolean hasDependents,
    @Nullable UUID policyId,
    boolean held) {

  static BackupJson of(Backup backup) {
    return new BackupJson(
        backup.id(),
        backup.name(),
        backup.description(),
        backup.projectName(),
        backup.volumeId(),
        backup.volumeName(),
        backup.snapshotId(),
        backup.parentId(),
        backup.incremental(),
        backup.status().value(),
        backup.failReason(),
        backup.host(),
        backup.restoreVolumeId(),
        backup.repositoryName(),
        backup.sizeBytes(),
        backup.readBytes(),
        backup.storedBytes(),
        backup.dataTimestamp(),
        backup.createdAt(),
        backup.updatedAt(),
        backup.completedAt(),
        backup.verifiedAt(),
        backup.verifyResult(),
        backup.verifyMessage(),
        backup.metadata(),
        backup.mounted(),
        backup.hasDependents(),
        backup.policyId(),
        backup.held());
  }
}
