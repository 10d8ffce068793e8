package io.holdfast.console.ui.backup;

import io.holdfast.console.ui.Texts;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupStatus;

/** Why something cannot be done with a backup now, in words; empty: it can. */
final class NotNow {

  private NotNow() {}

  /** Why it can be neither restored nor mounted. */
  static String use(Backup backup) {
    return backup.status() == BackupStatus.AVAILABLE ? "" : status(backup);
  }

  static String delete(Backup backup) {
    if (backup.held()) {
      return Texts.of("backup.not-now.held");
    }
    return switch (backup.status()) {
      case AVAILABLE, ERROR, ERROR_DELETING -> "";
      default -> status(backup);
    };
  }

  private static String status(Backup backup) {
    return Texts.of(
        backup.status() == BackupStatus.ERROR || backup.status() == BackupStatus.ERROR_DELETING
            ? "backup.not-now.error"
            : "backup.not-now",
        Texts.of("backup.status", backup.status()));
  }
}
