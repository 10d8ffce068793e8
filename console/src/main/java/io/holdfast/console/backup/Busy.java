package io.holdfast.console.backup;

import io.holdfast.console.refusal.Refusal;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.mount.Mount;
import io.holdfast.schema.submission.Blocker;
import io.holdfast.schema.submission.QuotaBreach;
import io.holdfast.schema.volume.VolumeStatus;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says who or what stands in the way of a request. */
final class Busy {

  private static final int NAMED_AT_MOST = 5;

  private Busy() {}

  static Refusal volume(String name, VolumeStatus status, @Nullable Blocker by) {
    String detail = "Volume '%s' is %s%s.".formatted(name, words(status), by(by));
    return switch (status) {
      case ERROR, ERROR_RESTORING, ERROR_DELETING ->
          Refusal.conflict(
              "volume-in-error", detail, "Look at its error; an operator can reset its status.");
      case IN_USE ->
          Refusal.conflict(
              "volume-in-use", detail, "Take it out of use first, or restore to another volume.");
      default ->
          Refusal.conflict("volume-busy", detail, "Wait until it is available, or cancel that.");
    };
  }

  static Refusal backup(Backup backup, BackupStatus status, @Nullable Blocker by) {
    String detail = "Backup '%s' is %s%s.".formatted(title(backup), words(status, by), by(by));
    return switch (status) {
      case ERROR, ERROR_DELETING ->
          Refusal.conflict("backup-in-error", detail, "Delete it and make a new one.");
      default ->
          Refusal.conflict("backup-busy", detail, "Wait until that has ended, or cancel it.");
    };
  }

  static Refusal dependents(Backup backup, List<Backup> dependents) {
    String names =
        dependents.stream()
            .limit(NAMED_AT_MOST)
            .map(dependent -> "'" + title(dependent) + "'")
            .collect(Collectors.joining(", "));
    int more = dependents.size() - NAMED_AT_MOST;
    return Refusal.conflict(
        "backup-has-dependents",
        "Incremental backups were made on backup '%s': %s%s."
            .formatted(title(backup), names, more > 0 ? " and " + more + " more" : ""),
        "Delete those first.");
  }

  static Refusal mounted(Backup backup, List<Mount> mounts) {
    String where =
        mounts.stream()
            .map(mount -> "on worker %s for %s".formatted(mount.host(), mount.createdBy()))
            .distinct()
            .limit(NAMED_AT_MOST)
            .collect(Collectors.joining(", "));
    return Refusal.conflict(
        "backup-mounted",
        "Backup '%s' is mounted %s.".formatted(title(backup), where),
        "Unmount it first.");
  }

  static Refusal quota(String project, QuotaBreach breach) {
    String detail =
        switch (breach.resource()) {
          case BACKUPS ->
              "Project '%s' may hold %d backups and holds %d."
                  .formatted(project, breach.limit(), breach.used());
          case BACKUP_BYTES ->
              "Project '%s' may hold backups of %d bytes, holds %d, and this one takes %d."
                  .formatted(project, breach.limit(), breach.used(), breach.requested());
        };
    return Refusal.of(
        Refusal.Kind.OVER_QUOTA,
        "quota-exceeded",
        detail,
        "Delete backups that are no longer needed, or ask an administrator for a larger quota.");
  }

  static String title(Backup backup) {
    return backup.name().isEmpty() ? backup.id().toString() : backup.name();
  }

  private static String by(@Nullable Blocker blocker) {
    if (blocker == null) {
      return "";
    }
    String where = blocker.host() == null ? "still queued" : "running on " + blocker.host();
    return " (%s task %s, asked for by %s, %s)"
        .formatted(blocker.kind().value(), blocker.taskId(), blocker.createdBy(), where);
  }

  private static String words(VolumeStatus status) {
    return switch (status) {
      case CREATING -> "still being created";
      case IN_USE -> "in use";
      case EXTENDING -> "being extended";
      case BACKING_UP, ERROR_BACKING_UP -> "being backed up";
      case RESTORING_BACKUP -> "being restored to";
      case DELETING, DELETED -> "being deleted";
      case ERROR -> "in error";
      case ERROR_RESTORING -> "in error after a restore that did not end well";
      case ERROR_DELETING -> "in error, since it could not be deleted";
      case AVAILABLE -> "available";
    };
  }

  private static String words(BackupStatus status, @Nullable Blocker by) {
    return switch (status) {
      case CREATING -> "still being made";
      case RESTORING -> "being restored";
      case DELETING, DELETED -> "being deleted";
      case ERROR -> "in error";
      case ERROR_DELETING -> "in error, since it could not be deleted";
      case AVAILABLE -> by == null ? "available" : "being worked on";
    };
  }
}
