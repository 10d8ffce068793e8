package io.holdfast.console.ui.volume;

import io.holdfast.console.ui.Mark;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Tone;
import io.holdfast.schema.volume.Backend;
import io.holdfast.schema.volume.SnapshotStatus;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeStatus;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

  /**
   * A backend as one chooses it: with its room.
   *
   * @param any what it means to choose none
   */
  public static String backend(@Nullable Backend backend, String any) {
    return backend == null
        ? any
        : Texts.of("volume.backend.free", backend.name(), Sizes.shortly(backend.freeBytes()));
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

  /** Whether it could be brought back as it was lately; why, and what is next, on hover. */
  public static Mark protection(Volume volume, Moments moments) {
    Instant last = volume.lastIntactBackupAt();
    String text =
        switch (volume.protection()) {
          case UNPROTECTED ->
              Texts.of(
                  volume.lastBackupAt() == null
                      ? "volume.protection.never"
                      : "volume.protection.damaged");
          case FAILED -> Texts.of("volume.protection.failed");
          case LATE -> Texts.of("volume.protection.old", moments.ago(last));
          case PROTECTED -> Texts.of("volume.protection.fresh", moments.ago(last));
        };
    Tone tone =
        switch (volume.protection()) {
          case UNPROTECTED, LATE -> Tone.WARNING;
          case FAILED -> Tone.BAD;
          case PROTECTED -> Tone.GOOD;
        };
    String next =
        volume.nextRunAt() == null
            ? Texts.of("volume.protection.no-policy")
            : Texts.of("volume.protection.next", moments.exactly(volume.nextRunAt()));
    return new Mark(tone, text, newest(volume, moments) + " " + next);
  }

  private static String newest(Volume volume, Moments moments) {
    Instant last = volume.lastBackupAt();
    Instant intact = volume.lastIntactBackupAt();
    if (last == null) {
      return Texts.of("volume.protection.none-yet");
    }
    if (intact == null) {
      return Texts.of("volume.protection.none-intact");
    }
    return Texts.of(
        intact.equals(last) ? "volume.protection.newest" : "volume.protection.newest-intact",
        moments.exactly(intact));
  }

  /** Why a volume can be neither backed up nor snapshotted now; empty: it can. */
  static String busy(Volume volume) {
    return VolumesView.backable(volume.status()) ? "" : notNow(volume);
  }

  /** The same for what only volumes can undergo that nobody uses. */
  static String used(Volume volume, boolean possible) {
    return possible
        ? ""
        : volume.status() == VolumeStatus.IN_USE
            ? Texts.of("volume.not-now.in-use")
            : notNow(volume);
  }

  private static String notNow(Volume volume) {
    return Texts.of(
        volume.status().value().startsWith("error") ? "volume.not-now.error" : "volume.not-now",
        Texts.of("volume.status", volume.status()));
  }
}
