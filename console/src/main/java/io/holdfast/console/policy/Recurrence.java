package io.holdfast.console.policy;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The schedules that people mean, each the same as one cron expression of five fields. */
public sealed interface Recurrence {

  /** Every so many hours of the day, from minute past midnight; hours is 1, 2, 3, 4, 6, 8 or 12. */
  record Hourly(int hours, int minute) implements Recurrence {
    @Override
    public String cron() {
      return hours == 1 ? minute + " * * * *" : "%d */%d * * *".formatted(minute, hours);
    }

    @Override
    public String words() {
      String past = minute == 0 ? "on the hour" : "at minute " + minute;
      return hours == 1
          ? "Every hour, " + past
          : "Every %d hours from midnight, %s".formatted(hours, past);
    }
  }

  /** Every day at a time. */
  record Daily(LocalTime at) implements Recurrence {
    @Override
    public String cron() {
      return "%d %d * * *".formatted(at.getMinute(), at.getHour());
    }

    @Override
    public String words() {
      return "Every day at " + at;
    }
  }

  /** On some days of the week at a time. */
  record Weekly(Set<DayOfWeek> days, LocalTime at) implements Recurrence {
    public Weekly {
      days = Collections.unmodifiableSet(new TreeSet<>(days));
    }

    @Override
    public String cron() {
      return "%d %d * * %s"
          .formatted(
              at.getMinute(),
              at.getHour(),
              days.stream()
                  .map(day -> day.name().substring(0, 3))
                  .collect(Collectors.joining(",")));
    }

    @Override
    public String words() {
      return days.equals(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY))
          ? "Monday to Friday at " + at
          : "Every %s at %s"
              .formatted(
                  days.stream()
                      .map(day -> day.getDisplayName(TextStyle.FULL, Locale.ENGLISH))
                      .collect(Collectors.joining(", ")),
                  at);
    }
  }

  /** On a day of each month at a time; 0 is the last day, else 1 to 28: what every month has. */
  record Monthly(int day, LocalTime at) implements Recurrence {
    @Override
    public String cron() {
      return "%d %d %s * *".formatted(at.getMinute(), at.getHour(), day == 0 ? "L" : day);
    }

    @Override
    public String words() {
      return day == 0
          ? "On the last day of every month at " + at
          : "On day %d of every month at %s".formatted(day, at);
    }
  }

  /** Anything else that a cron expression can say. */
  record Custom(String cron) implements Recurrence {
    @Override
    public String words() {
      return "By the cron expression " + cron;
    }
  }

  /** The same as a cron expression of five fields. */
  String cron();

  /** The same as a sentence without its end. */
  String words();

  Pattern HOURLY = Pattern.compile("(\\d{1,2}) (?:\\*|\\*/(\\d{1,2})) \\* \\* \\*");
  Pattern TIMED = Pattern.compile("(\\d{1,2}) (\\d{1,2}) (\\*|L|\\d{1,2}) \\* (\\*|[A-Z,]+)");

  /** What a cron expression means that {@link Schedule} accepts. */
  static Recurrence of(String cron) {
    Matcher hourly = HOURLY.matcher(cron);
    if (hourly.matches()) {
      int hours = hourly.group(2) == null ? 1 : Integer.parseInt(hourly.group(2));
      if (hours > 0 && 24 % hours == 0 && hours < 24) {
        return new Hourly(hours, Integer.parseInt(hourly.group(1)));
      }
    }
    Matcher timed = TIMED.matcher(cron);
    return timed.matches() ? timed(cron, timed) : new Custom(cron);
  }

  private static Recurrence timed(String cron, Matcher timed) {
    LocalTime at = LocalTime.of(Integer.parseInt(timed.group(2)), Integer.parseInt(timed.group(1)));
    String day = timed.group(3);
    String days = timed.group(4);
    if (day.equals("*")) {
      return days.equals("*") ? new Daily(at) : weekly(cron, days, at);
    }
    int number = day.equals("L") ? 0 : Integer.parseInt(day);
    return days.equals("*") && number <= 28 ? new Monthly(number, at) : new Custom(cron);
  }

  private static Recurrence weekly(String cron, String days, LocalTime at) {
    Set<DayOfWeek> named =
        Arrays.stream(DayOfWeek.values())
            .filter(day -> Arrays.asList(days.split(",")).contains(day.name().substring(0, 3)))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(DayOfWeek.class)));
    return named.size() == days.split(",").length ? new Weekly(named, at) : new Custom(cron);
  }
}
