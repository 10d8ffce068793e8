package io.holdfast.console.ui;

import com.vaadin.flow.signals.Signal;
import java.util.function.Function;

/** Words that follow a thing, and stay while they say the same. */
public final class Words {

  private Words() {}

  /**
   * What is said of a thing. It is cached: else the browser replaces text that says the same, so
   * that what is marked in it is lost, and a screen reader may read it again.
   */
  public static <V, W> Signal<W> of(Signal<V> thing, Function<V, W> words) {
    return Signal.cached(thing.map(words::apply));
  }
}
