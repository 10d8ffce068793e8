package io.holdfast.engine.repository;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What people know of a backup; kept in its manifest, so that the database's records can be built
 * again from the repository.
 *
 * @param parentId the backup that this one was made on top of; for people and for Cinder's rules,
 *     since reading never needs it
 * @param snapshotId the snapshot that was read, if there was one
 * @param dataTimestamp the moment that the content is of
 */
public record BackupDescription(
    BackupId id,
    String name,
    @Nullable String description,
    String projectId,
    @Nullable String userId,
    String volumeId,
    String volumeName,
    @Nullable String snapshotId,
    @Nullable BackupId parentId,
    Instant createdAt,
    Instant dataTimestamp,
    Map<String, String> metadata) {

  public BackupDescription {
    // Read from a manifest, in which any of them may be missing.
    requireNonNull(id, "id");
    requireNonNull(name, "name");
    requireNonNull(projectId, "projectId");
    requireNonNull(volumeId, "volumeId");
    requireNonNull(volumeName, "volumeName");
    requireNonNull(createdAt, "createdAt");
    requireNonNull(dataTimestamp, "dataTimestamp");
    metadata = Map.copyOf(metadata);
  }
}
