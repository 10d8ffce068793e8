package io.holdfast.console.backup;

import io.holdfast.console.refusal.Refusal;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.mount.Mount;
import io.holdfast.schema.submission.DeleteResult;
import io.holdfast.schema.submission.RestoreResult;
import io.holdfast.schema.submission.VerifyResult;
import io.holdfast.schema.volume.Volume;
import java.util.List;

/**
 * Says why something that was wanted of a backup is not done: the refusal that a result stands for,
 * which must not be an accepted one.
 */
public final class NotDone {

  private NotDone() {}

  public static Refusal because(RestoreResult result, Backup backup, Volume volume) {
    return switch (result) {
      case RestoreResult.Accepted accepted -> throw notRefused(accepted);
      case RestoreResult.BackupMissing() -> Refusal.notFound("backup", backup.id());
      case RestoreResult.BackupBusy(var status, var by) -> Busy.backup(backup, status, by);
      case RestoreResult.VolumeMissing() -> Refusal.notFound("volume", volume.id());
      case RestoreResult.VolumeBusy(var status, var by) -> Busy.volume(volume.name(), status, by);
      case RestoreResult.VolumeTooSmall(long has, long needed) ->
          Refusal.conflict(
              "volume-too-small",
              "Volume '%s' has %d bytes, fewer than the %d of the backup."
                  .formatted(volume.name(), has, needed),
              "Extend it, or restore to another or a new volume.");
    };
  }

  public static Refusal because(VerifyResult result, Backup backup) {
    return switch (result) {
      case VerifyResult.Accepted accepted -> throw notRefused(accepted);
      case VerifyResult.BackupMissing() -> Refusal.notFound("backup", backup.id());
      case VerifyResult.BackupBusy(var status, var by) -> Busy.backup(backup, status, by);
    };
  }

  public static Refusal because(DeleteResult result, Backup backup) {
    return switch (result) {
      case DeleteResult.Accepted accepted -> throw notRefused(accepted);
      case DeleteResult.BackupMissing() -> Refusal.notFound("backup", backup.id());
      case DeleteResult.BackupBusy(var status, var by) -> Busy.backup(backup, status, by);
      case DeleteResult.Held() ->
          Refusal.conflict(
              "backup-held",
              "Backup '%s' is held, so that nobody deletes it.".formatted(Busy.title(backup)),
              "Release it first, if it may go.");
      case DeleteResult.Mounted(List<Mount> mounts) -> Busy.mounted(backup, mounts);
      case DeleteResult.HasDependents(List<Backup> dependents) ->
          Busy.dependents(backup, dependents);
    };
  }

  private static IllegalArgumentException notRefused(Object accepted) {
    return new IllegalArgumentException("not refused: " + accepted);
  }
}
