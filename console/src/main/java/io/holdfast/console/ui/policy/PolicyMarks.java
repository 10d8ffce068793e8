package io.holdfast.console.ui.policy;

import io.holdfast.console.policy.PolicyView;
import io.holdfast.console.ui.Mark;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Tone;
import io.holdfast.schema.policy.Cover;
import io.holdfast.schema.policy.Keep;
import io.holdfast.schema.policy.PolicyRun;
import io.holdfast.schema.policy.RunCause;
import io.holdfast.schema.policy.RunVolume;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How policies and their runs look. */
final class PolicyMarks {

  private PolicyMarks() {}

  /** Whether it is on, and how its last run went. */
  static Mark standing(PolicyView view) {
    if (!view.policy().terms().enabled()) {
      return new Mark(Tone.QUIET, Texts.of("policy.paused"));
    }
    return run(view.lastRun());
  }

  static Mark run(@Nullable PolicyRun run) {
    if (run == null) {
      return new Mark(Tone.WAITING, Texts.of("policy.run.none"));
    }
    if (run.cause() == RunCause.MISSED) {
      return new Mark(Tone.BAD, Texts.of("policy.run.missed"));
    }
    if (run.failed() + run.refused() > 0) {
      return new Mark(
          Tone.BAD,
          Texts.of("policy.run.bad", run.failed() + run.refused(), run.volumes()),
          Texts.of("policy.run.bad.more", run.failed(), run.refused()));
    }
    if (run.waiting() + run.running() > 0) {
      return new Mark(
          Tone.BUSY, Texts.of("policy.run.busy", run.waiting() + run.running(), run.volumes()));
    }
    return run.volumes() == 0
        ? new Mark(Tone.WARNING, Texts.of("policy.run.empty"))
        : new Mark(Tone.GOOD, Texts.of("policy.run.good", run.volumes()));
  }

  static Mark volume(RunVolume row) {
    return switch (row.state()) {
      case WAITING -> new Mark(Tone.WAITING, Texts.of("policy.volume.waiting"));
      case REFUSED -> new Mark(Tone.BAD, Texts.of("policy.volume.refused"));
      case SUBMITTED ->
          row.backupStatus() == null
              ? new Mark(Tone.QUIET, Texts.of("policy.volume.submitted"))
              : new Mark(
                  switch (row.backupStatus()) {
                    case CREATING, RESTORING, DELETING -> Tone.BUSY;
                    case AVAILABLE -> Tone.GOOD;
                    case ERROR, ERROR_DELETING -> Tone.BAD;
                    case DELETED -> Tone.QUIET;
                  },
                  Texts.of("backup.status", row.backupStatus()));
    };
  }

  /** The project whose volumes it covers. */
  static String project(PolicyView policy) {
    return Objects.requireNonNullElseGet(
        policy.policy().projectName(), () -> Texts.of("policy.project.every"));
  }

  /** {@code last 3, 7 daily, 4 weekly}. */
  static String keep(Keep keep) {
    List<String> parts = new ArrayList<>();
    add(parts, "policy.keep.short.last", keep.last());
    add(parts, "policy.keep.short.hourly", keep.hourly());
    add(parts, "policy.keep.short.daily", keep.daily());
    add(parts, "policy.keep.short.weekly", keep.weekly());
    add(parts, "policy.keep.short.monthly", keep.monthly());
    add(parts, "policy.keep.short.yearly", keep.yearly());
    return parts.isEmpty() ? Texts.of("policy.keep.everything") : String.join(", ", parts);
  }

  private static void add(List<String> parts, String key, int count) {
    if (count > 0) {
      parts.add(Texts.of(key, count));
    }
  }

  static String cover(Cover cover) {
    return switch (cover.kind()) {
      case ALL -> Texts.of("policy.cover.all");
      case LISTED -> Texts.of("policy.cover.listed.count", cover.volumes().size());
      case MATCHING -> {
        List<String> parts = new ArrayList<>();
        if (cover.namePattern() != null) {
          parts.add(Texts.of("policy.cover.name.is", cover.namePattern()));
        }
        if (cover.backend() != null) {
          parts.add(Texts.of("policy.cover.backend.is", cover.backend()));
        }
        cover.metadata().forEach((key, value) -> parts.add(key + " = " + value));
        yield String.join(", ", parts);
      }
    };
  }

  static String kind(int fullEvery) {
    return switch (fullEvery) {
      case 0 -> Texts.of("policy.full.first");
      case 1 -> Texts.of("policy.full.always");
      default -> Texts.of("policy.full.nth", fullEvery);
    };
  }
}
