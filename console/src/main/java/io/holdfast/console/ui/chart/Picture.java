package io.holdfast.console.ui.chart;

import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Texts;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a chart shows.
 *
 * @param points the first at the left; at least one
 * @param across the axis below
 * @param up what the values are counted in
 * @param most the largest value that is drawn
 */
public record Picture(
    Form form, List<Point> points, List<Series> series, List<Tick> across, Scale up, long most) {

  /** How values become marks. */
  enum Form {
    /** Values of one point stand on each other. */
    STACKS,
    LINES
  }

  /**
   * One place along the axis.
   *
   * @param at from 0 to 1
   * @param title when that is
   */
  record Point(double at, String title) {}

  public Picture {
    points = List.copyOf(points);
    series = List.copyOf(series);
    across = List.copyOf(across);
  }

  /** Values over time, one line each; values and moments belong together by their place. */
  public static Picture lines(
      List<Instant> moments, Moments viewer, Scale up, List<Series> series) {
    Instant from = moments.getFirst();
    Instant until = moments.getLast();
    // A single moment still needs an axis that is longer than nothing.
    TimeAxis axis =
        new TimeAxis(from.equals(until) ? from.minusSeconds(3600) : from, until, viewer.zone());
    return new Picture(
        Form.LINES,
        moments.stream().map(it -> new Point(axis.at(it), viewer.date(it))).toList(),
        series,
        axis.ticks(),
        up,
        series.stream().mapToLong(Series::most).max().orElse(0));
  }

  /** A column for each day. */
  public static Picture days(List<LocalDate> days, Scale up, List<Series> series) {
    DateTimeFormatter full = Texts.pattern("time.pattern.day");
    List<Point> points = new ArrayList<>();
    List<Tick> across = new ArrayList<>();
    for (int i = 0; i < days.size(); i++) {
      double at = (i + 0.5) / days.size();
      points.add(new Point(at, full.format(days.get(i))));
      boolean fromEnd = (days.size() - 1 - i) % 2 == 1;
      across.add(new Tick(at, String.valueOf(days.get(i).getDayOfMonth()), fromEnd));
    }
    long most = IntStream.range(0, days.size()).mapToLong(i -> total(series, i)).max().orElse(0);
    return new Picture(Form.STACKS, points, series, across, up, most);
  }

  /** Sum of all series at a point. */
  long total(int point) {
    return total(series, point);
  }

  private static long total(List<Series> series, int point) {
    return series.stream().mapToLong(it -> it.values().get(point)).sum();
  }
}
