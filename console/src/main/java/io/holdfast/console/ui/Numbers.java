package io.holdfast.console.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.signals.Signal;

/** A row of figures, each large over what it is. */
public final class Numbers extends Div {

  private static final long serialVersionUID = 1L;

  public Numbers() {
    addClassName("numbers");
  }

  /**
   * Adds a figure.
   *
   * @param exactly shown on hover; may be empty
   */
  public Numbers with(String label, Signal<String> shortly, Signal<String> exactly) {
    Span value = new Span();
    value.addClassName("number-value");
    value.bindText(Signal.cached(shortly));
    value.getElement().bindAttribute("title", Signal.cached(exactly));
    Span name = new Span(label);
    name.addClassName("number-label");
    Div number = new Div(value, name);
    number.addClassName("number-box");
    add(number);
    return this;
  }
}
