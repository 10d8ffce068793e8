package io.holdfast.console.ui.overview;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Numbers;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.chart.Chart;
import io.holdfast.console.ui.chart.Look;
import io.holdfast.console.ui.chart.Picture;
import io.holdfast.console.ui.chart.Scale;
import io.holdfast.console.ui.chart.Series;
import io.holdfast.schema.history.ThroughputSample;
import java.util.List;
import java.util.function.ToLongFunction;

/** How fast the grid reads and writes: in the last minute, and over the last day. */
final class ThroughputPicture extends Div {

  private static final long serialVersionUID = 1L;

  private final transient Moments moments;
  private final Chart chart = new Chart(Texts.of("overview.throughput.chart"));

  ThroughputPicture(Signal<History> now, Moments moments) {
    this.moments = moments;
    addClassName("panel-stack");
    Span none = new Span(Texts.of("overview.history.none"));
    none.addClassName("quiet");
    none.bindVisible(now.map(it -> it.day().isEmpty()));
    chart.bindVisible(now.map(it -> !it.day().isEmpty()));
    add(
        new Numbers()
            .with(
                Texts.of("overview.throughput.read-now"),
                now.map(it -> speed(it, ThroughputSample::readBytesPerSecond)),
                now.map(it -> amount(it, ThroughputSample::readBytes)))
            .with(
                Texts.of("overview.throughput.written-now"),
                now.map(it -> speed(it, ThroughputSample::writtenBytesPerSecond)),
                now.map(it -> amount(it, ThroughputSample::writtenBytes)))
            .with(
                Texts.of("overview.throughput.read-day"),
                now.map(it -> Sizes.shortly(sum(it, ThroughputSample::readBytes))),
                now.map(it -> Sizes.exactly(sum(it, ThroughputSample::readBytes)))),
        none,
        chart);
    Signal.effect(this, () -> show(now.get().day()));
  }

  private static String speed(History now, ToLongFunction<ThroughputSample> speed) {
    return now.newest() == null ? "–" : Sizes.speed(speed.applyAsLong(now.newest()));
  }

  private static String amount(History now, ToLongFunction<ThroughputSample> bytes) {
    return now.newest() == null ? "" : Sizes.exactly(bytes.applyAsLong(now.newest()));
  }

  private static long sum(History now, ToLongFunction<ThroughputSample> bytes) {
    return now.day().stream().mapToLong(bytes).sum();
  }

  private void show(List<ThroughputSample> day) {
    if (day.isEmpty()) {
      return;
    }
    chart.show(
        Picture.lines(
            day.stream().map(ThroughputSample::at).toList(),
            moments,
            Scale.BYTES_PER_SECOND,
            List.of(
                new Series(
                    Texts.of("overview.throughput.read"),
                    Look.FIRST,
                    day.stream().map(ThroughputSample::readBytesPerSecond).toList()),
                new Series(
                    Texts.of("overview.throughput.written"),
                    Look.SECOND,
                    day.stream().map(ThroughputSample::writtenBytesPerSecond).toList()))));
  }
}
