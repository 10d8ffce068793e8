package io.holdfast.worker.attach;

import io.holdfast.engine.BackupException;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupQueries;
import io.holdfast.schema.backup.BackupStates;
import io.holdfast.schema.node.Owner;
import io.holdfast.worker.record.DatabasePatience;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has temporary volumes and snapshots deleted, and their ids cleared from the backup's row once
 * they are known to be gone. Failing leaves the ids where they are, for whoever clears away
 * leftovers.
 */
public final class Temporaries {

  private static final Logger log = LoggerFactory.getLogger(Temporaries.class);

  private final BackupStates states;
  private final BackupQueries backups;
  private final VolumeServices services;
  private final DatabasePatience patience;

  public Temporaries(
      BackupStates states,
      BackupQueries backups,
      VolumeServices services,
      DatabasePatience patience) {
    this.states = states;
    this.backups = backups;
    this.services = services;
    this.patience = patience;
  }

  /** Whether the backup's row names this temporary snapshot or volume. */
  boolean planned(UUID backupId, UUID temporaryId) {
    return backups
        .find(backupId)
        .filter(row ->
            temporaryId.equals(row.tempSnapshotId()) || temporaryId.equals(row.tempVolumeId()))
        .isPresent();
  }

  /**
   * Removes what the row names at this moment, the volume before the snapshot that it was made
   * from.
   *
   * @param owner {@code null} for a backup that nobody works on
   * @return false when something stays behind for now
   */
  public boolean remove(UUID backupId, @Nullable Owner owner, String backend) {
    try {
      return patience
          .call(() -> backups.find(backupId))
          .map(row -> remove(row, owner, backend))
          .orElse(true);
    } catch (BackupException e) {
      return staysBehind(backupId, e);
    }
  }

  /** The same for a row at hand, also that of a backup that is deleted. */
  public boolean remove(Backup backup, @Nullable Owner owner, String backend) {
    try {
      UUID volume = backup.tempVolumeId();
      if (volume != null) {
        VolumeServices.tell(
            "Temporary volume %s cannot be deleted".formatted(volume),
            () -> services.of(backend).deleteTemporaryVolume(volume));
        patience.call(() -> states.temporaryVolumeGone(backup.id(), owner, volume));
      }
      UUID snapshot = backup.tempSnapshotId();
      if (snapshot != null) {
        VolumeServices.tell(
            "Temporary snapshot %s cannot be deleted".formatted(snapshot),
            () -> services.of(backend).deleteSnapshot(snapshot));
        patience.call(() -> states.temporarySnapshotGone(backup.id(), owner, snapshot));
      }
      return true;
    } catch (BackupException e) {
      return staysBehind(backup.id(), e);
    }
  }

  private static boolean staysBehind(UUID backupId, BackupException failure) {
    log.warn(
        "A temporary volume or snapshot stays behind for now backup={} reason={}",
        backupId,
        failure.getMessage());
    return false;
  }
}
