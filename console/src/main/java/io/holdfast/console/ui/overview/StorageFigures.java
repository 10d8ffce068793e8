package io.holdfast.console.ui.overview;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.overview.Overview;

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
        () -> stored.getStyle().set("width", "%.1f%%".formatted(100 * storedShare(figures.get()))));
    Span sentence = new Span();
    sentence.addClassName("quiet");
    sentence.bindText(figures.map(StorageFigures::sentence));
    Div numbers =
        new Div(
            number("overview.storage.logical", figures.map(Overview::protectedBytes)),
            number("overview.storage.stored", figures.map(Overview::storedBytes)),
            number("overview.storage.volumes", figures.map(Overview::volumeBytes)));
    numbers.addClassName("numbers");
    add(numbers, bar, sentence);
  }

  private static Div number(String key, Signal<Long> bytes) {
    Span value = new Span();
    value.addClassName("number-value");
    value.bindText(bytes.map(Sizes::shortly));
    value.getElement().bindAttribute("title", bytes.map(Sizes::exactly));
    Span label = new Span(Texts.of(key));
    label.addClassName("number-label");
    Div number = new Div(value, label);
    number.addClassName("number-box");
    return number;
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
