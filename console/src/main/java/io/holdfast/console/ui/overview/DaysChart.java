package io.holdfast.console.ui.overview;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.overview.Day;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What ended on each of the last fourteen days: a column a day, failures on top and hatched, the
 * number above. Each column says its figures on hover and to those who listen.
 */
final class DaysChart extends Div {

  private static final long serialVersionUID = 1L;
  private static final int DAYS = 14;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEEE, d MMMM", Locale.ENGLISH);
  private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("d", Locale.ENGLISH);

  DaysChart(Signal<OverviewReader.Shown> now) {
    addClassName("days");
    Signal.effect(this, () -> show(now.get().days()));
  }

  private void show(List<Day> days) {
    removeAll();
    Map<LocalDate, Day> byDate =
        days.stream().collect(Collectors.toMap(Day::date, Function.identity()));
    int most = days.stream().mapToInt(DaysChart::ended).max().orElse(0);
    Div columns = new Div();
    columns.addClassName("days-columns");
    columns.getElement().setAttribute("role", "list");
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    for (int ago = DAYS - 1; ago >= 0; ago--) {
      LocalDate date = today.minusDays(ago);
      columns.add(column(byDate.getOrDefault(date, new Day(date, 0, 0, 0, 0)), most));
    }
    add(columns, legend());
  }

  private static int ended(Day day) {
    return day.succeeded() + day.failed() + day.cancelled();
  }

  private static Div column(Day day, int most) {
    Span number = new Span(ended(day) == 0 ? "" : String.valueOf(ended(day)));
    number.addClassName("days-number");
    Div stack =
        new Div(
            part("days-failed", day.failed(), most),
            part("days-cancelled", day.cancelled(), most),
            part("days-succeeded", day.succeeded(), most));
    stack.addClassName("days-stack");
    Span label = new Span(SHORT.format(day.date()));
    label.addClassName("days-label");
    Div column = new Div(number, stack, label);
    column.addClassName("days-column");
    column.getElement().setAttribute("role", "listitem");
    String text =
        Texts.of(
            "overview.days.day",
            DATE.format(day.date()),
            day.succeeded(),
            day.failed(),
            day.cancelled());
    column.getElement().setAttribute("title", text);
    column.getElement().setAttribute("aria-label", text);
    return column;
  }

  private static Div part(String className, int count, int most) {
    Div part = new Div();
    part.addClassName(className);
    part.getStyle().set("height", most == 0 ? "0" : "%.1f%%".formatted(100.0 * count / most));
    return part;
  }

  private static Div legend() {
    Div legend = new Div();
    legend.addClassName("legend");
    for (String part : List.of("succeeded", "failed", "cancelled")) {
      Span swatch = new Span();
      swatch.addClassNames("swatch", "days-" + part);
      Span entry = new Span(swatch, new Span(Texts.of("overview.days." + part)));
      entry.addClassName("legend-entry");
      legend.add(entry);
    }
    return legend;
  }
}
