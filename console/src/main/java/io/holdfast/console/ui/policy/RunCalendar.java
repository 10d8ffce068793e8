package io.holdfast.console.ui.policy;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.holdfast.console.policy.Schedule;
import io.holdfast.console.ui.Texts;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.time.temporal.TemporalAdjusters;
import java.util.Map;
import java.util.stream.Collectors;

/** Six weeks from this one, Monday first: on which days there are runs, and how many. */
final class RunCalendar extends Div {

  private static final long serialVersionUID = 1L;
  private static final int WEEKS = 6;
  private static final int MOST_RUNS = WEEKS * 7 * 24 * 12;

  RunCalendar() {
    addClassName("calendar");
    getElement().setAttribute("role", "list");
    getElement().setAttribute("aria-label", Texts.of("policy.calendar"));
  }

  void show(Schedule schedule, Instant now) {
    removeAll();
    for (DayOfWeek day : DayOfWeek.values()) {
      Span name = new Span(day.getDisplayName(TextStyle.SHORT, Texts.locale()));
      name.addClassName("calendar-head");
      name.getElement().setAttribute("aria-hidden", "true");
      add(name);
    }
    LocalDate today = now.atZone(schedule.zone()).toLocalDate();
    LocalDate first = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    LocalDate end = first.plusWeeks(WEEKS);
    Map<LocalDate, Long> runs =
        schedule.next(now, MOST_RUNS).stream()
            .map(at -> at.atZone(schedule.zone()).toLocalDate())
            .takeWhile(date -> date.isBefore(end))
            .collect(Collectors.groupingBy(date -> date, Collectors.counting()));
    for (LocalDate date = first; date.isBefore(end); date = date.plusDays(1)) {
      add(day(date, runs.getOrDefault(date, 0L), date.isBefore(today), date.equals(today)));
    }
  }

  private static Div day(LocalDate date, long runs, boolean past, boolean today) {
    Span number =
        new Span(
            date.getDayOfMonth() == 1
                ? Texts.pattern("time.pattern.short-day").format(date)
                : String.valueOf(date.getDayOfMonth()));
    Span count = new Span(runs > 1 ? runs + "×" : runs == 1 ? "●" : "");
    count.addClassName("calendar-runs");
    count.getElement().setAttribute("aria-hidden", "true");
    Div day = new Div(number, count);
    day.addClassName("calendar-day");
    day.setClassName("calendar-has", runs > 0);
    day.setClassName("calendar-past", past);
    day.setClassName("calendar-today", today);
    String text =
        Texts.of("policy.calendar.day", Texts.pattern("time.pattern.day").format(date), runs);
    day.getElement().setAttribute("role", "listitem");
    day.getElement().setAttribute("title", text);
    day.getElement().setAttribute("aria-label", text);
    return day;
  }
}
