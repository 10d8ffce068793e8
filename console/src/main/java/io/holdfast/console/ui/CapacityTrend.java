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
import java.util.function.Function;

/**
 * How much was stored over time, and for how much that stands. A picture each: what is saved may be
 * so much that on one scale one of them would be a line on the ground.
 */
public final class CapacityTrend extends Div {

  private static final long serialVersionUID = 1L;

  /** Fewer points say nothing of a trend. */
  private static final int LINE = 2;

  private final transient Moments moments;
  private final Chart stored = new Chart(Texts.of("trend.stored.chart"));
  private final Chart logical = new Chart(Texts.of("trend.logical.chart"));

  public CapacityTrend(Signal<List<CapacitySample>> now, Moments moments) {
    this.moments = moments;
    Span none = new Span(Texts.of("trend.none"));
    none.addClassName("quiet");
    none.bindVisible(now.map(it -> it.size() < LINE));
    Div charts = new Div(stored, logical);
    charts.addClassName("chart-pair");
    charts.bindVisible(now.map(it -> it.size() >= LINE));
    add(none, charts);
    Signal.effect(this, () -> show(now.get()));
  }

  private void show(List<CapacitySample> samples) {
    if (samples.size() < LINE) {
      return;
    }
    stored.show(picture(samples, "trend.stored", Look.FIRST, CapacitySample::storedBytes));
    logical.show(picture(samples, "trend.logical", Look.SECOND, CapacitySample::logicalBytes));
  }

  private Picture picture(
      List<CapacitySample> samples, String key, Look look, Function<CapacitySample, Long> bytes) {
    return Picture.lines(
        samples.stream().map(CapacitySample::at).toList(),
        moments,
        Scale.BYTES,
        List.of(new Series(Texts.of(key), look, samples.stream().map(bytes).toList())));
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
