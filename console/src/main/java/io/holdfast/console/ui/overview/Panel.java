package io.holdfast.console.ui.overview;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Section;
import io.holdfast.console.ui.Texts;

/** A part of the first page, under a heading. */
final class Panel extends Section {

  private static final long serialVersionUID = 1L;

  Panel(String key, Component content) {
    addClassName("panel");
    addClassName("panel-" + key.substring(key.lastIndexOf('.') + 1));
    setTestId(key);
    add(new H2(Texts.of(key)), content);
  }
}
