package io.holdfast.console.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.signals.Signal;
import com.vaadin.flow.signals.local.ValueSignal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A list with one line for each thing. A line stays as long as its thing does, and the focus in it:
 * its words follow the thing, and it is left alone when others come, go or move.
 *
 * @param <V> a thing
 */
public abstract class Lines<V> extends Div {

  private static final long serialVersionUID = 1L;

  /** A browser takes the focus from what is moved; here it gets it back. */
  private static final String KEEP_FOCUS =
      """
      let focused = null;
      this.addEventListener('focusin', event => { focused = event.target; });
      this.addEventListener('focusout', event => setTimeout(() => {
        if (focused === event.target && document.activeElement !== focused) {
          focused = null;
        }
      }));
      new MutationObserver(() => {
        if (focused && this.contains(focused) && document.activeElement === document.body) {
          focused.focus({ preventScroll: true });
        }
      }).observe(this, { childList: true });
      """;

  private final transient Function<V, ?> key;
  private final transient Map<Object, ValueSignal<V>> things = new HashMap<>();
  private final transient ValueSignal<List<ValueSignal<V>>> order = new ValueSignal<>(List.of());

  /**
   * A list that follows a signal. It makes its lines once it is attached.
   *
   * @param key what a thing is known by; no two have the same
   * @param none what stands there while there is nothing
   */
  protected Lines(Signal<List<V>> shown, Function<V, ?> key, Component... none) {
    this.key = key;
    UnorderedList lines = new UnorderedList();
    lines.addClassName("lines");
    lines.bindVisible(order.map(now -> !now.isEmpty()));
    lines.bindChildren(order, this::line);
    lines.getElement().executeJs(KEEP_FOCUS);
    add(none);
    add(lines);
    for (Component instead : none) {
      instead.bindVisible(order.map(List::isEmpty));
    }
    Signal.effect(this, () -> show(shown.get()));
  }

  /** The words for a list without lines. */
  protected static Span none(String words) {
    Span none = new Span(words);
    none.addClassName("quiet");
    return none;
  }

  private void show(List<V> now) {
    things.keySet().retainAll(now.stream().map(key).collect(Collectors.toSet()));
    order.set(now.stream().map(this::follow).toList());
  }

  private ValueSignal<V> follow(V thing) {
    // One that has not changed is told too: it says something else later, how long ago it was.
    ValueSignal<V> followed =
        things.computeIfAbsent(key.apply(thing), _ -> new ValueSignal<>(thing, (_, _) -> false));
    followed.set(thing);
    return followed;
  }

  /**
   * Makes the line of a thing, bound to it.
   *
   * @param thing followed also while it is the same: what {@link Line} does not do is bound to
   *     {@link Words}
   */
  protected abstract ListItem line(Signal<V> thing);
}
