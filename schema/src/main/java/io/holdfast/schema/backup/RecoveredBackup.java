package io.holdfast.schema.backup;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A finished backup as its repository describes it, for a database that does not know it. */
public record RecoveredBackup(
    UUID id,
    UUID projectId,
    @Nullable UUID userId,
    UUID volumeId,
    String volumeName,
    UUID repositoryId,
    String name,
    String description,
    long sizeBytes,
    long readBytes,
    long storedBytes,
    Instant dataTimestamp,
    Instant createdAt,
    Instant completedAt,
    Map<String, String> metadata) {

  public RecoveredBackup {
    metadata = Map.copyOf(metadata);
  }
}
