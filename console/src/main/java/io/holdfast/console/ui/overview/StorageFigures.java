package io.holdfast.console.ui.overview;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.ui.Numbers;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Words;
import io.holdfast.schema.overview.Overview;
import java.util.Locale;

/** How much is protected, what that takes in the repository, and what was saved. */
final class StorageFigures extends Div {

  private static final long serialVersionUID = 1L;

  StorageFigures(Signal<OverviewReader.Shown> now) {
    Signal<Overview> figures = now.map(OverviewReader.Shown::figures);
    Div stored = new Div();
    stored.addClassName("bar-stored");
    Div bar = new Div(stored);
    bar.addClassName("bar");
    bar.getElement().setAttribute("role", "img");
    bar.getElement().bindAttribute("aria-label", figures.map(StorageFigures::sentence));
    Signal.effect(
        bar,
        () ->
            stored
                .getStyle()
                .set(
                    "width",
                    String.format(Locale.ROOT, "%.1f%%", 100 * storedShare(figures.get()))));
    Span sentence = new Span();
    sentence.addClassName("quiet");
    sentence.bindText(Words.of(figures, StorageFigures::sentence));
    Numbers numbers = new Numbers();
    bytes(numbers, "overview.storage.logical", figures.map(Overview::protectedBytes));
    bytes(numbers, "overview.storage.stored", figures.map(Overview::storedBytes));
    bytes(numbers, "overview.storage.volumes", figures.map(Overview::volumeBytes));
    add(numbers, bar, sentence);
  }

  private static void bytes(Numbers numbers, String key, Signal<Long> bytes) {
    numbers.with(Texts.of(key), bytes.map(Sizes::shortly), bytes.map(Sizes::exactly));
  }

  private static double storedShare(Overview figures) {
    return figures.protectedBytes() == 0
        ? 0
        : Math.clamp((double) figures.storedBytes() / figures.protectedBytes(), 0.0, 1.0);
  }

  private static String sentence(Overview figures) {
    return figures.protectedBytes() == 0
        ? Texts.of("overview.storage.none")
        : Texts.of("overview.storage.saved", (int) Math.floor(100 * (1 - storedShare(figures))));
  }
}
