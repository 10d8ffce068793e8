package io.holdfast.schema.overview;

import io.holdfast.schema.backup.BackupStatus;
import java.util.Map;

/**
 * Figures over everything, or over one project.
 *
 * @param protectedVolumes those whose newest available backup is new enough
 * @param backups by status; statuses that no backup has are missing
 * @param protectedBytes sizes of the volumes whose backups are available, each backup counted in
 *     full
 * @param storedBytes that available backups added to their repositories
 * @param failedTasks that failed within the last day
 */
public record Overview(
    int volumes,
    long volumeBytes,
    int protectedVolumes,
    int unprotectedVolumes,
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
  }
}
