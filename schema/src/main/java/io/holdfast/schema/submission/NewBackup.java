package io.holdfast.schema.submission;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A backup that somebody wants.
 *
 * @param projectId that it will belong to, and whose quota it takes
 * @param snapshotId the snapshot of the volume to back up; {@code null} for the volume as it is
 * @param incremental on the newest available backup of the volume in the same project and
 *     repository
 * @param repositoryId {@code null} for the default one
 * @param priority 1 goes first, 9 last; {@code null} for the usual one
 */
public record NewBackup(
    UUID projectId,
    UUID volumeId,
    @Nullable UUID snapshotId,
    String name,
    String description,
    boolean incremental,
    Map<String, String> metadata,
    @Nullable UUID repositoryId,
    @Nullable Integer priority) {

  public NewBackup {
    metadata = Map.copyOf(metadata);
  }

  /** A full backup of a volume as it is, into the default repository. */
  public static NewBackup ofVolume(UUID projectId, UUID volumeId) {
    return new NewBackup(projectId, volumeId, null, "", "", false, Map.of(), null, null);
  }

  /** The same, but full. */
  public NewBackup asFull() {
    return new NewBackup(
        projectId,
        volumeId,
        snapshotId,
        name,
        description,
        false,
        metadata,
        repositoryId,
        priority);
  }
}
