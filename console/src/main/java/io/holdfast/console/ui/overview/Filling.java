package io.holdfast.console.ui.overview;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.history.Forecast;
import io.holdfast.console.ui.CapacityTrend;
import io.holdfast.console.ui.Mark;
import io.holdfast.console.ui.Texts;
import java.util.Comparator;
import java.util.Map;

/** Which repositories are full before long, the soonest first. */
final class Filling extends Div {

  private static final long serialVersionUID = 1L;
  private static final int MOST = 3;

  Filling(Signal<History> now) {
    addClassName("links");
    Signal.effect(this, () -> show(now.get().filling()));
  }

  private void show(Map<String, Forecast> filling) {
    removeAll();
    filling.entrySet().stream()
        .sorted(Comparator.comparing(it -> it.getValue().fullIn()))
        .limit(MOST)
        .forEach(it -> {
          Forecast forecast = it.getValue();
          String words =
              Texts.of("overview.storage.full-in", it.getKey(), CapacityTrend.words(forecast));
          Mark mark = new Mark(CapacityTrend.tone(forecast), words);
          add(mark.badge());
        });
    setVisible(!filling.isEmpty());
  }
}
