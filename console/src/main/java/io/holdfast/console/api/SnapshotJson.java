package io.holdfast.console.api;

import io.holdfast.schema.volume.Snapshot;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A snapshot as the API shows it. */
record SnapshotJson(
    UUID id,
    UUID volumeId,
    String name,
    String description,
    long sizeBytes,
    String status,
    @Nullable String error,
    Instant createdAt,
    Instant updatedAt) {

  static SnapshotJson of(Snapshot snapshot) {
    return new SnapshotJson(
        snapshot.id(),
        snapshot.volumeId(),
        snapshot.name(),
        snapshot.description(),
        snapshot.sizeBytes(),
        snapshot.status().value(),
        snapshot.errorReason(),
        snapshot.createdAt(),
        snapshot.updatedAt());
  }
}
