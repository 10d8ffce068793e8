package io.holdfast.console.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.signals.Signal;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Names and values of one thing; each value follows the thing.
 *
 * @param <D> the thing
 */
public final class Facts<D> extends DescriptionList {

  private static final long serialVersionUID = 1L;

  private final Signal<D> thing;
  private final transient Moments moments;

  public Facts(Signal<D> thing, Moments moments) {
    this.thing = thing;
    this.moments = moments;
    addClassName("facts");
  }

  /** A text; the whole line is hidden while it is {@code null} or empty. */
  public Facts<D> text(String label, Function<D, @Nullable String> value) {
    Span span = new Span();
    span.bindText(Words.of(thing, now -> Objects.requireNonNullElse(value.apply(now), "")));
    return line(label, span, now -> !Objects.requireNonNullElse(value.apply(now), "").isEmpty());
  }

  /** As {@link #text}, for {@link Sentences} of services and workers. */
  public Facts<D> sentence(String label, Function<D, @Nullable String> value) {
    return text(label, now -> Sentences.of(value.apply(now)));
  }

  /** A text that one may want to copy, in a fixed-width face. */
  public Facts<D> code(String label, Function<D, @Nullable String> value) {
    Span span = new Span();
    span.addClassName("code");
    span.bindText(Words.of(thing, now -> Objects.requireNonNullElse(value.apply(now), "")));
    return line(label, span, now -> !Objects.requireNonNullElse(value.apply(now), "").isEmpty());
  }

  /** A number of bytes, the exact one on hover. */
  public Facts<D> size(String label, Function<D, @Nullable Long> bytes) {
    Span span = new Span();
    span.bindText(Words.of(thing, now -> Sizes.shortly(bytes.apply(now))));
    span.getElement()
        .bindAttribute("title", Words.of(thing, now -> Sizes.exactly(bytes.apply(now))));
    return line(label, span, now -> bytes.apply(now) != null);
  }

  /** A moment, the exact one on hover. */
  public Facts<D> moment(String label, Function<D, @Nullable Instant> moment) {
    Span span = new Span();
    span.bindText(Words.of(thing, now -> moments.ago(moment.apply(now))));
    span.getElement()
        .bindAttribute("title", Words.of(thing, now -> moments.exactly(moment.apply(now))));
    return line(label, span, now -> moment.apply(now) != null);
  }

  /** A state. */
  public Facts<D> mark(String label, Function<D, Mark> mark) {
    return line(label, Mark.badge(thing.map(mark::apply)), now -> true);
  }

  /** Anything else, shown while a condition holds. */
  public Facts<D> line(String label, Component value, Function<D, Boolean> shown) {
    Term term = new Term(label);
    Description description = new Description(value);
    term.bindVisible(thing.map(shown::apply));
    description.bindVisible(thing.map(shown::apply));
    add(term, description);
    return this;
  }
}
