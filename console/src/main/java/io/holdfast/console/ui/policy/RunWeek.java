package io.holdfast.console.ui.policy;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.holdfast.console.policy.Schedule;
import io.holdfast.console.ui.Texts;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The seven days from today, in the schedule's zone: at which hours runs are due, and how long
 * their backups may begin. Runs of one hour are one mark, so that a week never is more than 168.
 */
final class RunWeek extends Div {

  private static final long serialVersionUID = 1L;
  private static final int DAYS = 7;
  private static final int MOST_RUNS = DAYS * 24 * 12;
  private static final int MINUTES = 24 * 60;
  private static final int HOURS_BETWEEN_LABELS = 6;

  RunWeek() {
    addClassName("week");
    getElement().setAttribute("role", "list");
    getElement().setAttribute("aria-label", Texts.of("policy.week"));
  }

  void show(Schedule schedule, Duration window, Instant now) {
    removeAll();
    add(hours());
    LocalDate today = now.atZone(schedule.zone()).toLocalDate();
    Map<LocalDate, List<ZonedDateTime>> runs =
        schedule.next(now, MOST_RUNS).stream()
            .map(at -> at.atZone(schedule.zone()))
            .takeWhile(at -> at.toLocalDate().isBefore(today.plusDays(DAYS)))
            .collect(Collectors.groupingBy(ZonedDateTime::toLocalDate));
    for (int i = 0; i < DAYS; i++) {
      LocalDate date = today.plusDays(i);
      add(day(date, runs.getOrDefault(date, List.of()), window));
    }
  }

  private static Div hours() {
    Div hours = new Div();
    hours.addClassName("week-hours");
    hours.getElement().setAttribute("aria-hidden", "true");
    for (int hour = 0; hour <= 24; hour += HOURS_BETWEEN_LABELS) {
      Span label = new Span(String.format(Locale.ROOT, "%02d", hour));
      label.getStyle().set("top", percent(hour * 60));
      hours.add(label);
    }
    return hours;
  }

  private static Div day(LocalDate date, List<ZonedDateTime> runs, Duration window) {
    Span head = new Span(Texts.pattern("time.pattern.weekday").format(date));
    head.addClassName("calendar-head");
    Div column = new Div();
    column.addClassName("week-day");
    runs.stream()
        .collect(
            Collectors.groupingBy(
                at -> at.truncatedTo(ChronoUnit.HOURS), TreeMap::new, Collectors.toList()))
        .values()
        .forEach(ofOneHour -> column.add(run(ofOneHour, window)));
    return new Div(head, column);
  }

  private static Div run(List<ZonedDateTime> ofOneHour, Duration window) {
    ZonedDateTime first = ofOneHour.getFirst();
    DateTimeFormatter time = Texts.pattern("time.pattern.hour");
    String text =
        Texts.of(
            "policy.week.run",
            Texts.pattern("time.pattern.day").format(first),
            ofOneHour.stream().map(time::format).collect(Collectors.joining(", ")),
            time.format(ofOneHour.getLast().plus(window)));
    long minutes = Duration.between(first, ofOneHour.getLast()).plus(window).toMinutes();
    Div run = new Div();
    run.addClassName("week-run");
    run.getStyle().set("top", percent(first.getHour() * 60 + first.getMinute()));
    run.getStyle().set("height", percent(minutes));
    run.getElement().setAttribute("role", "listitem");
    run.getElement().setAttribute("title", text);
    run.getElement().setAttribute("aria-label", text);
    return run;
  }

  private static String percent(long minutes) {
    return String.format(Locale.ROOT, "%.2f%%", 100.0 * minutes / MINUTES);
  }
}
