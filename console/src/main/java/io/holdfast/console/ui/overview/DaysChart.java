package io.holdfast.console.ui.overview;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.chart.Chart;
import io.holdfast.console.ui.chart.Look;
import io.holdfast.console.ui.chart.Picture;
import io.holdfast.console.ui.chart.Scale;
import io.holdfast.console.ui.chart.Series;
import io.holdfast.schema.overview.Day;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** What ended on each of the last fourteen days: a column a day, failures on top. */
final class DaysChart extends Div {

  private static final long serialVersionUID = 1L;
  private static final int DAYS = 14;

  private final Chart chart = new Chart(Texts.of("overview.days"));

  DaysChart(Signal<OverviewReader.Shown> now) {
    add(chart);
    Signal.effect(this, () -> show(now.get().days()));
  }

  private void show(List<Day> ended) {
    Map<LocalDate, Day> byDate =
        ended.stream().collect(Collectors.toMap(Day::date, Function.identity()));
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    List<Day> days =
        today
            .minusDays(DAYS - 1L)
            .datesUntil(today.plusDays(1))
            .map(date -> byDate.getOrDefault(date, new Day(date, 0, 0, 0, 0)))
            .toList();
    chart.show(
        Picture.days(
            days.stream().map(Day::date).toList(),
            Scale.COUNT,
            List.of(
                series("succeeded", Look.GOOD, days, Day::succeeded),
                series("cancelled", Look.QUIET, days, Day::cancelled),
                series("failed", Look.BAD, days, Day::failed))));
  }

  private static Series series(String key, Look look, List<Day> days, ToIntFunction<Day> value) {
    return new Series(
        Texts.of("overview.days." + key),
        look,
        days.stream().map(day -> (long) value.applyAsInt(day)).toList());
  }
}
