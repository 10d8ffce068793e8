package io.holdfast.console.ui.policy;

import io.holdfast.console.policy.PolicyView;
import io.holdfast.console.policy.Recurrence;
import io.holdfast.console.ui.Texts;
import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.EnumSet;
import java.util.stream.Collectors;

/** A schedule as a sentence without its end, in the viewer's language. */
public final class ScheduleWords {

  private ScheduleWords() {}

  static String of(PolicyView view) {
    return of(view.policy().terms().cron(), view.policy().terms().timeZone());
  }

  /** A schedule by its cron expression of five fields and the time zone that goes with it. */
  public static String of(String cron, String timeZone) {
    return Texts.of("policy.words.in-zone", words(Recurrence.of(cron)), timeZone);
  }

  private static String words(Recurrence recurrence) {
    return switch (recurrence) {
      case Recurrence.Hourly it -> Texts.of("policy.words.hourly", it.hours(), it.minute());
      case Recurrence.Daily it -> Texts.of("policy.words.daily", it.at().toString());
      case Recurrence.Weekly it when isWorkdays(it) ->
          Texts.of("policy.words.workdays", it.at().toString());
      case Recurrence.Weekly it ->
          Texts.of(
              "policy.words.weekly",
              it.days().stream()
                  .map(day -> day.getDisplayName(TextStyle.FULL, Texts.locale()))
                  .collect(Collectors.joining(", ")),
              it.at().toString());
      case Recurrence.Monthly it when it.day() == 0 ->
          Texts.of("policy.words.month-end", it.at().toString());
      case Recurrence.Monthly it -> Texts.of("policy.words.monthly", it.day(), it.at().toString());
      case Recurrence.Custom it -> Texts.of("policy.words.custom", it.cron());
    };
  }

  private static boolean isWorkdays(Recurrence.Weekly weekly) {
    return weekly.days().equals(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));
  }
}
