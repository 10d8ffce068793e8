package io.holdfast.schema.overview;

import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.volume.Protection;
import java.util.Map;

/**
 * Figures over everything, or over one project.
 *
 * @param protections volumes by protection; of what none has, there is no entry
 * @param backups by status; statuses that no backup has are missing
 * @param protectedBytes sizes of the volumes whose backups are available, each backup counted in
 *     full
 * @param storedBytes that available backups added to their repositories
 * @param failedTasks that failed within the last day
 */
public record Overview(
    int volumes,
    long volumeBytes,
    Map<Protection, Integer> protections,
    Map<BackupStatus, Integer> backups,
    long protectedBytes,
    long storedBytes,
    int runningTasks,
    int queuedTasks,
    int failedTasks,
    int workers,
    int slots) {

  public Overview {
    backups = Map.copyOf(backups);
    protections = Map.copyOf(protections);
  }

  /** Volumes of a protection. */
  public int volumes(Protection protection) {
    return protections.getOrDefault(protection, 0);
  }

  /** Volumes with a fresh backup. */
  public int protectedVolumes() {
    return volumes(Protection.PROTECTED);
  }

  /** Volumes without one. */
  public int unprotectedVolumes() {
    return volumes - protectedVolumes();
  }
}
