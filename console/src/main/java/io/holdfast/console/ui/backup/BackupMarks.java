package io.holdfast.console.ui.backup;

import io.holdfast.console.ui.Mark;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Tone;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupStatus;
import java.util.Objects;

/** How a backup's states look. */
public final class BackupMarks {

  private BackupMarks() {}

  /** One that is available, but was found damaged, is called that. */
  public static Mark status(Backup backup) {
    if (backup.status() == BackupStatus.AVAILABLE && backup.isDamaged()) {
      return new Mark(
          Tone.BAD,
          Texts.of("backup.is-damaged"),
          Objects.requireNonNullElse(backup.verifyMessage(), ""));
    }
    Tone tone =
        switch (backup.status()) {
          case AVAILABLE -> Tone.GOOD;
          case CREATING, RESTORING, DELETING -> Tone.BUSY;
          case ERROR, ERROR_DELETING -> Tone.BAD;
          case DELETED -> Tone.QUIET;
        };
    return new Mark(
        tone,
        Texts.of("backup.status", backup.status()),
        Objects.requireNonNullElse(backup.failReason(), ""));
  }

  /** What the last verification found. */
  static Mark verification(Backup backup, Moments moments) {
    if (backup.verifyResult() == null) {
      return new Mark(Tone.QUIET, Texts.of("backup.verified.never"));
    }
    boolean intact = !backup.isDamaged();
    return new Mark(
        intact ? Tone.GOOD : Tone.BAD,
        Texts.of(
            intact ? "backup.verified.intact" : "backup.verified.damaged",
            moments.ago(backup.verifiedAt())),
        Objects.requireNonNullElse(backup.verifyMessage(), moments.exactly(backup.verifiedAt())));
  }

  /** What people call it: its name, or that of its volume. */
  public static String title(Backup backup) {
    return backup.name().isEmpty() ? Texts.of("backup.of", backup.volumeName()) : backup.name();
  }

  static String kind(Backup backup) {
    return Texts.of(backup.incremental() ? "backup.incremental" : "backup.full");
  }

  /** {@code 23 Nov 2026, 14:05, full, 12 GiB}, and whether it is damaged. */
  static String moment(Backup backup, Moments moments) {
    String moment =
        String.join(
            ", ",
            moments.date(backup.dataTimestamp()),
            kind(backup),
            Sizes.shortly(backup.sizeBytes()));
    return backup.isDamaged() ? Texts.of("backup.moment.damaged", moment) : moment;
  }
}
