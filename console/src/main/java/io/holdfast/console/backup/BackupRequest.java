package io.holdfast.console.backup;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A backup that somebody wants, as it was typed in.
 *
 * @param snapshotId the snapshot to back up; {@code null}: the volume as it is now
 * @param incremental on the newest backup of the volume; refused when there is none
 * @param repositoryId {@code null}: the default repository
 */
public record BackupRequest(
    UUID volumeId,
    @Nullable UUID snapshotId,
    @Nullable String name,
    @Nullable String description,
    boolean incremental,
    @Nullable Map<String, String> metadata,
    @Nullable UUID repositoryId) {

  /** A full backup of a volume as it is now. */
  public static BackupRequest full(UUID volumeId, String name) {
    return new BackupRequest(volumeId, null, name, null, false, null, null);
  }

  /** An incremental backup of a volume as it is now. */
  public static BackupRequest incremental(UUID volumeId, String name) {
    return new BackupRequest(volumeId, null, name, null, true, null, null);
  }
}
