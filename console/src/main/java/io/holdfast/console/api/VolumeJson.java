package io.holdfast.console.api;

import io.holdfast.schema.volume.Volume;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A volume as the API shows it. */
record VolumeJson(
    UUID id,
    String name,
    String description,
    String project,
    long sizeBytes,
    String backend,
    String status,
    @Nullable String previousStatus,
    @Nullable String error,
    Map<String, String> metadata,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant lastBackupAt,
    @Nullable Instant lastIntactBackupAt,
    String protection,
    @Nullable Instant nextBackupAt) {

  static VolumeJson of(Volume volume) {
    return new VolumeJson(
        volume.id(),
        volume.name(),
        volume.description(),
        volume.projectName(),
        volume.sizeBytes(),
        volume.backend(),
        volume.status().value(),
        volume.previousStatus() == null ? null : volume.previousStatus().value(),
        volume.errorReason(),
        volume.metadata(),
        volume.createdAt(),
        volume.updatedAt(),
        volume.lastBackupAt(),
        volume.lastIntactBackupAt(),
        volume.protection().value(),
        volume.nextRunAt());
  }
}
