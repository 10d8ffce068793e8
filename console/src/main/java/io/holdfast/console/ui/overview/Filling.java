package io.holdfast.console.ui.overview;

import com.vaadin.flow.signals.Signal;
import io.holdfast.console.history.Forecast;
import io.holdfast.console.ui.CapacityTrend;
import io.holdfast.console.ui.Drawn;
import io.holdfast.console.ui.Mark;
import io.holdfast.console.ui.Texts;
import java.util.Comparator;
import java.util.Map;

/** Which repositories are full before long, the soonest first. */
final class Filling extends Drawn<Map<String, Forecast>> {

  private static final long serialVersionUID = 1L;
  private static final int MOST = 3;

  Filling(Signal<History> now) {
    super(now.map(History::filling));
    addClassName("links");
  }

  @Override
  protected void draw(Map<String, Forecast> filling) {
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
