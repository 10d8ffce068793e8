package io.holdfast.console.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.page.ColorScheme;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Light, dark, or as the system says; remembered by the browser in a cookie. */
public enum Appearance {
  SYSTEM(ColorScheme.Value.SYSTEM),
  LIGHT(ColorScheme.Value.LIGHT),
  DARK(ColorScheme.Value.DARK);

  static final String COOKIE = "holdfast-appearance";

  private final ColorScheme.Value scheme;

  Appearance(ColorScheme.Value scheme) {
    this.scheme = scheme;
  }

  /** As in the cookie. */
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Appearance> of(@Nullable String value) {
    return Stream.of(values()).filter(choice -> choice.value().equals(value)).findFirst();
  }

  /** For a style sheet. */
  String css() {
    return this == SYSTEM ? "light dark" : value();
  }

  ColorScheme.Value scheme() {
    return scheme;
  }

  /** Shows it and has the browser remember it for a year. */
  void choose(UI ui) {
    ui.getPage().setColorScheme(scheme);
    Remembered.in(ui.getPage(), COOKIE, value());
  }
}
