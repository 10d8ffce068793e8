package io.holdfast.console.policy;

import io.holdfast.console.refusal.Refusal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/**
 * When something is due: a cron expression of five fields in a time zone. When clocks change, a
 * time that is skipped is due at the moment of the change, and one that comes twice is due the
 * first time, so that a run is neither lost nor doubled. What is due every hour stays so by the
 * hours that pass.
 */
public final class Schedule {

  /** More often than this would only make runs overtake one another. */
  private static final Duration SHORTEST = Duration.ofMinutes(5);

  private static final int FIELDS = 5;
  private static final int LONGEST = 200;

  private final String cron;
  private final ZoneId zone;
  private final CronExpression local;
  private final boolean everyHour;

  private Schedule(String cron, ZoneId zone, CronExpression local) {
    this.cron = cron;
    this.zone = zone;
    this.local = local;
    this.everyHour = cron.split(" ")[1].equals("*");
  }

  /**
   * Reads a schedule as it was typed in.
   *
   * @throws Refusal when it is none, is never due, or more often than every five minutes
   */
  public static Schedule of(@Nullable String cron, @Nullable String timeZone) {
    String text = cron == null ? "" : cron.strip().replaceAll("\\s+", " ");
    String[] fields = text.split(" ");
    if (fields.length != FIELDS || text.length() > LONGEST) {
      throw Refusal.invalid(
          "schedule-invalid",
          "'%s' is no schedule: it does not have five fields.".formatted(shortened(text)),
          "Give minute, hour, day of month, month and day of week, such as 0 2 * * * for every day"
              + " at 02:00.");
    }
    if (!isAny(fields[2]) && !isAny(fields[4])) {
      throw Refusal.invalid(
          "schedule-invalid",
          "'%s' names both days of the month and days of the week.".formatted(text),
          "Name one of them and write * for the other; for both, make two policies.");
    }
    Schedule schedule = new Schedule(text, zone(timeZone), parse(text));
    schedule.checkPace();
    return schedule;
  }

  private static CronExpression parse(String text) {
    try {
      return CronExpression.parse("0 " + text);
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid(
          "schedule-invalid",
          "'%s' is no schedule: %s.".formatted(text, e.getMessage()),
          "Give minute (0-59), hour (0-23), day of month (1-31 or L for the last), month (1-12) and"
              + " day of week (MON-SUN).");
    }
  }

  private static ZoneId zone(@Nullable String timeZone) {
    String text = timeZone == null || timeZone.isBlank() ? "UTC" : timeZone.strip();
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw Refusal.invalid(
          "time-zone-unknown",
          "There is no time zone '%s'.".formatted(shortened(text)),
          "Give a name such as Europe/Berlin or UTC.");
    }
  }

  private void checkPace() {
    Instant from = Instant.parse("2026-01-01T00:00:00Z");
    Optional<Instant> first = after(from);
    if (first.isEmpty()) {
      throw Refusal.invalid(
          "schedule-never",
          "'%s' is never due.".formatted(cron),
          "Name a day that there is: not the 30th of February.");
    }
    // A day of due times shows how close two of them come.
    Instant last = first.get();
    Instant until = last.plus(Duration.ofHours(26));
    while (true) {
      Optional<Instant> next = after(last);
      if (next.isEmpty() || next.get().isAfter(until)) {
        return;
      }
      if (Duration.between(last, next.get()).compareTo(SHORTEST) < 0) {
        throw Refusal.invalid(
            "schedule-too-often",
            "'%s' is due more often than every five minutes.".formatted(cron),
            "Leave more time between two runs.");
      }
      last = next.get();
    }
  }

  /** The first due time after a moment; empty when there is none any more. */
  public Optional<Instant> after(Instant moment) {
    return everyHour ? afterByHours(moment) : afterByClock(moment);
  }

  /** Due times after a moment, at most so many. */
  public List<Instant> next(Instant moment, int most) {
    List<Instant> all = new ArrayList<>();
    Optional<Instant> next = after(moment);
    while (next.isPresent() && all.size() < most) {
      all.add(next.get());
      next = after(next.get());
    }
    return all;
  }

  private Optional<Instant> afterByClock(Instant moment) {
    ZoneRules rules = zone.getRules();
    LocalDateTime at = local.next(moment.atZone(zone).toLocalDateTime());
    while (at != null) {
      ZoneOffsetTransition change = rules.getTransition(at);
      Instant due =
          change == null
              ? at.toInstant(rules.getOffset(at))
              : change.isGap() ? change.getInstant() : at.toInstant(change.getOffsetBefore());
      if (due.isAfter(moment)) {
        return Optional.of(due);
      }
      at = local.next(at);
    }
    return Optional.empty();
  }

  /** Between two changes of the clocks, local time goes on as time does. */
  private Optional<Instant> afterByHours(Instant moment) {
    ZoneRules rules = zone.getRules();
    Instant from = moment;
    while (true) {
      ZoneOffset offset = rules.getOffset(from);
      LocalDateTime start = LocalDateTime.ofInstant(from, offset);
      // What is due at the very moment of a change is due in the new time.
      LocalDateTime at = local.next(from.equals(moment) ? start : start.minusNanos(1));
      if (at == null) {
        return Optional.empty();
      }
      Instant due = at.toInstant(offset);
      ZoneOffsetTransition change = rules.nextTransition(from);
      if (change == null || due.isBefore(change.getInstant())) {
        return Optional.of(due);
      }
      from = change.getInstant();
    }
  }

  public String cron() {
    return cron;
  }

  public ZoneId zone() {
    return zone;
  }

  private static boolean isAny(String field) {
    return field.equals("*") || field.equals("?");
  }

  private static String shortened(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }
}
