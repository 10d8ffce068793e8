package io.holdfast.console.policy;

import io.holdfast.console.refusal.Input;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.schema.policy.Cover;
import io.holdfast.schema.policy.CoverKind;
import io.holdfast.schema.policy.Keep;
import io.holdfast.schema.policy.MissedRuns;
import io.holdfast.schema.policy.PolicyTerms;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Checks what people say of a policy, and fills in what they leave out. */
final class PolicyInput {

  static final int USUAL_WINDOW = 60;
  static final int USUAL_FULL_EVERY = 7;
  private static final int LONGEST_WINDOW = 7 * 24 * 60;
  private static final int MOST_LISTED = 10_000;
  private static final int MOST = 10_000;

  private PolicyInput() {}

  static PolicyTerms check(PolicyRequest wanted) {
    String name = Input.name(wanted.name(), "name");
    Schedule schedule = Schedule.of(wanted.cron(), wanted.timeZone());
    int window =
        range(wanted.windowMinutes(), USUAL_WINDOW, 1, LONGEST_WINDOW, "window in minutes");
    int jitter = range(wanted.jitterMinutes(), 0, 0, 1440, "spread in minutes");
    if (jitter >= window) {
      throw Refusal.invalid(
          "jitter-invalid",
          "A spread of %d minutes does not fit in a window of %d.".formatted(jitter, window),
          "Make the spread shorter, or the window longer.");
    }
    Integer maxRunning = wanted.maxRunning();
    return new PolicyTerms(
        wanted.projectId(),
        name,
        wanted.enabled(),
        schedule.cron(),
        schedule.zone().getId(),
        Objects.requireNonNullElse(wanted.missed(), MissedRuns.CATCH_UP),
        window,
        jitter,
        range(wanted.fullEvery(), USUAL_FULL_EVERY, 0, 1000, "number of backups to a full one"),
        wanted.repositoryId(),
        maxRunning == null ? null : range(maxRunning, 1, 1, MOST, "number of backups at once"),
        cover(wanted.cover()),
        keep(wanted.keep()));
  }

  private static Cover cover(@Nullable Cover wanted) {
    if (wanted == null || wanted.kind() == CoverKind.ALL) {
      return Cover.all();
    }
    if (wanted.kind() == CoverKind.LISTED) {
      Set<java.util.UUID> volumes = wanted.volumes();
      if (volumes.isEmpty() || volumes.size() > MOST_LISTED) {
        throw Refusal.invalid(
            "cover-empty",
            "A policy cannot name %d volumes one by one.".formatted(volumes.size()),
            "Name 1 to %d, or cover volumes by name, backend or metadata.".formatted(MOST_LISTED));
      }
      return Cover.listed(volumes);
    }
    String pattern = blankToNull(Input.optionalName(wanted.namePattern(), "name of volumes"));
    String backend = blankToNull(Input.optionalName(wanted.backend(), "backend"));
    Map<String, String> metadata = Input.metadata(wanted.metadata());
    if (pattern == null && backend == null && metadata.isEmpty()) {
      throw Refusal.invalid(
          "cover-empty",
          "Nothing is said of the volumes to cover.",
          "Give a name (* stands for anything), a backend or metadata; or cover every volume.");
    }
    return Cover.matching(pattern, backend, metadata);
  }

  private static @Nullable String blankToNull(String text) {
    return text.isBlank() ? null : text;
  }

  private static Keep keep(@Nullable Keep wanted) {
    Keep keep = Objects.requireNonNullElse(wanted, Keep.EVERYTHING);
    IntStream.of(
            keep.last(), keep.hourly(), keep.daily(), keep.weekly(), keep.monthly(), keep.yearly())
        .forEach(count -> range(count, 0, 0, MOST, "number of backups that stay"));
    return keep;
  }

  private static int range(@Nullable Integer value, int usual, int least, int most, String what) {
    int number = value == null ? usual : value;
    if (number < least || number > most) {
      throw Refusal.invalid(
          "number-invalid",
          "%d is no %s.".formatted(number, what),
          "Give %d to %d.".formatted(least, most));
    }
    return number;
  }
}
