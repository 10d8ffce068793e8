package io.holdfast.console.ui;

import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.signals.Signal;
import java.util.List;
import java.util.function.Function;

/**
 * A state as people see it: tone (icon and colour) and word.
 *
 * @param hint more about it, shown on hover: a text of the page, or {@link Sentences} of services
 *     and workers; may be empty
 */
public record Mark(Tone tone, String text, String hint) {

  public Mark {
    hint = Sentences.of(hint);
  }

  public Mark(Tone tone, String text) {
    this(tone, text, "");
  }

  /** A badge that always shows this. */
  public Span badge() {
    Span badge = new Span(tone.icon().create(), new Span(text));
    badge.addClassNames("mark", tone.className());
    if (!hint.isEmpty()) {
      badge.getElement().setAttribute("title", hint);
    }
    return badge;
  }

  /** A badge that follows a signal. */
  public static Span badge(Signal<Mark> changing) {
    Signal<Mark> mark = Words.of(changing, Function.identity());
    Span icon = new Span();
    icon.getElement().setAttribute("aria-hidden", "true");
    icon.bindClassNames(mark.map(now -> List.of(now.tone().icon().classNames().split(" "))));
    Span text = new Span();
    text.bindText(mark.map(Mark::text));
    Span badge = new Span(icon, text);
    badge.addClassName("mark");
    badge.bindClassNames(mark.map(now -> List.of(now.tone().className())));
    badge.getElement().bindAttribute("title", mark.map(Mark::hint));
    return badge;
  }
}
