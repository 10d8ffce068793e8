package io.holdfast.console.ui.overview;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.ui.CapacityTrend;
import io.holdfast.console.ui.Mark;
import io.holdfast.console.ui.Texts;
import java.util.Comparator;
import java.util.List;

/** Which repositories are full before long, the soonest first. */
final class Filling extends Div {

  private static final long serialVersionUID = 1L;
  private static final int MOST = 3;

  Filling(Signal<History> now) {
    addClassName("links");
    // Drawn anew only when it says something else.
    Signal<List<Mark>> marks = Signal.cached(now.map(Filling::marks));
    bindVisible(marks.map(all -> !all.isEmpty()));
    Signal.effect(
        this,
        () -> {
          removeAll();
          marks.get().forEach(mark -> add(mark.badge()));
        });
  }

  private static List<Mark> marks(History history) {
    return history.filling().entrySet().stream()
        .sorted(Comparator.comparing(it -> it.getValue().fullIn()))
        .limit(MOST)
        .map(it ->
            new Mark(
                CapacityTrend.tone(it.getValue()),
                Texts.of(
                    "overview.storage.full-in", it.getKey(), CapacityTrend.words(it.getValue()))))
        .toList();
  }
}
