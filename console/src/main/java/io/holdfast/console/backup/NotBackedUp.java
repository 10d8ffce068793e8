package io.holdfast.console.backup;

import io.holdfast.console.refusal.Refusal;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.submission.NewBackup;
import java.util.UUID;

/** Says why a backup that was wanted is not made. */
public final class NotBackedUp {

  private NotBackedUp() {}

  /** The refusal that a result stands for, which must not be an accepted one. */
  public static Refusal because(
      CreateResult result, NewBackup wanted, String volumeName, String projectName) {
    return switch (result) {
      case CreateResult.Accepted accepted ->
          throw new IllegalArgumentException("not refused: " + accepted);
      case CreateResult.VolumeMissing() -> Refusal.notFound("volume", wanted.volumeId());
      case CreateResult.VolumeBusy(var status, var by) -> Busy.volume(volumeName, status, by);
      case CreateResult.SnapshotMissing() ->
          Refusal.notFound("snapshot", String.valueOf(wanted.snapshotId()));
      case CreateResult.SnapshotMismatch(UUID other) ->
          Refusal.invalid(
              "snapshot-of-another-volume",
              "The snapshot is not one of volume '%s', but of %s.".formatted(volumeName, other),
              "Take a snapshot of this volume.");
      case CreateResult.SnapshotBusy(var status) ->
          Refusal.conflict(
              "snapshot-busy",
              "The snapshot is %s.".formatted(status.value()),
              "Wait until it is available.");
      case CreateResult.NoParent() ->
          Refusal.conflict(
              "no-full-backup",
              "Volume '%s' has no backup yet that an incremental one could be made on."
                  .formatted(volumeName),
              "Make a full backup first.");
      case CreateResult.RepositoryMissing() ->
          Refusal.conflict(
              "repository-missing",
              wanted.repositoryId() == null
                  ? "There is no default repository."
                  : "There is no repository '%s'.".formatted(wanted.repositoryId()),
              "Ask an administrator to add one, or name another.");
      case CreateResult.ProjectMissing() -> Refusal.notFound("project", wanted.projectId());
      case CreateResult.QuotaExceeded(var breach) -> Busy.quota(projectName, breach);
    };
  }
}
