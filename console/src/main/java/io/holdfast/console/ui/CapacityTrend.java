package io.holdfast.console.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.history.Forecast;
import io.holdfast.console.ui.chart.Chart;
import io.holdfast.console.ui.chart.Look;
import io.holdfast.console.ui.chart.Picture;
import io.holdfast.console.ui.chart.Scale;
import io.holdfast.console.ui.chart.Series;
import io.holdfast.schema.history.CapacitySample;
import java.util.List;

/** How much was stored over time, and for how much that stands. */
public final class CapacityTrend extends Div {

  private static final long serialVersionUID = 1L;

  private final transient Moments moments;
  private final Chart chart = new Chart(Texts.of("trend.chart"));

  public CapacityTrend(Signal<List<CapacitySample>> now, Moments moments) {
    this.moments = moments;
    Span none = new Span(Texts.of("trend.none"));
    none.addClassName("quiet");
    none.bindVisible(now.map(List::isEmpty));
    chart.bindVisible(now.map(it -> !it.isEmpty()));
    add(none, chart);
    Signal.effect(this, () -> show(now.get()));
  }

  private void show(List<CapacitySample> samples) {
    if (samples.isEmpty()) {
      return;
    }
    chart.show(
        Picture.lines(
            samples.stream().map(CapacitySample::at).toList(),
            moments,
            Scale.BYTES,
            List.of(
                new Series(
                    Texts.of("trend.stored"),
                    Look.FIRST,
                    samples.stream().map(CapacitySample::storedBytes).toList()),
                new Series(
                    Texts.of("trend.logical"),
                    Look.SECOND,
                    samples.stream().map(CapacitySample::logicalBytes).toList()))));
  }

  /** {@code Full in about 24 days, by the pace of the last 12 days}. */
  public static String words(Forecast forecast) {
    return Texts.of("trend.full-in", forecast.fullIn().toDays(), forecast.past().toDays());
  }

  /** How bad that is. */
  public static Tone tone(Forecast forecast) {
    long days = forecast.fullIn().toDays();
    return days < 7 ? Tone.BAD : days < 30 ? Tone.WARNING : Tone.QUIET;
  }
}
