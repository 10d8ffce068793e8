package io.holdfast.console.ui.volume;

import io.holdfast.console.ui.Mark;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Tone;
import io.holdfast.schema.volume.SnapshotStatus;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** How a volume's states look. */
public final class VolumeMarks {

  private VolumeMarks() {}

  public static Mark status(Volume volume) {
    return new Mark(
        tone(volume.status()),
        Texts.of("volume.status", volume.status()),
        Objects.requireNonNullElse(volume.errorReason(), ""));
  }

  private static Tone tone(VolumeStatus status) {
    return switch (status) {
      case AVAILABLE, IN_USE -> Tone.GOOD;
      case CREATING, EXTENDING, BACKING_UP, RESTORING_BACKUP, DELETING -> Tone.BUSY;
      case ERROR, ERROR_RESTORING, ERROR_DELETING, ERROR_BACKING_UP -> Tone.BAD;
      case DELETED -> Tone.QUIET;
    };
  }

  static Mark snapshot(SnapshotStatus status) {
    Tone tone =
        switch (status) {
          case AVAILABLE -> Tone.GOOD;
          case CREATING, BACKING_UP, DELETING -> Tone.BUSY;
          case ERROR, ERROR_DELETING -> Tone.BAD;
          case DELETED -> Tone.QUIET;
        };
    return new Mark(tone, Texts.of("snapshot.status", status));
  }

  /** Whether its newest backup is new enough. */
  public static Mark protection(Volume volume, Duration maximumAge, Moments moments) {
    Instant last = volume.lastBackupAt();
    if (last == null) {
      return new Mark(Tone.WARNING, Texts.of("volume.protection.never"));
    }
    boolean fresh = last.isAfter(Instant.now().minus(maximumAge));
    return new Mark(
        fresh ? Tone.GOOD : Tone.WARNING,
        Texts.of(fresh ? "volume.protection.fresh" : "volume.protection.old", moments.ago(last)),
        moments.exactly(last));
  }
}
