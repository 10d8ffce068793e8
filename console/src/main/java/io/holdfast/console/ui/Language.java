package io.holdfast.console.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.page.Page;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A language of the pages: the browser's, or the one that is remembered in a cookie. */
public enum Language {
  ENGLISH(Locale.ENGLISH, "English"),
  GERMAN(Locale.GERMAN, "Deutsch");

  static final String COOKIE = "holdfast-language";

  private final Locale locale;
  private final String ownName;

  Language(Locale locale, String ownName) {
    this.locale = locale;
    this.ownName = ownName;
  }

  /** For those whose browser asks for none of them. */
  static Language usual() {
    return ENGLISH;
  }

  public Locale locale() {
    return locale;
  }

  /** As those who speak it call it. */
  String ownName() {
    return ownName;
  }

  /** As in the cookie. */
  String value() {
    return locale.getLanguage();
  }

  static Optional<Language> of(@Nullable String value) {
    return Stream.of(values()).filter(choice -> choice.value().equals(value)).findFirst();
  }

  /** Has the browser remember it for a year, and draws the page anew. */
  void choose(UI ui) {
    ui.getSession().setLocale(locale);
    Page page = ui.getPage();
    Remembered.in(page, COOKIE, value());
    page.reload();
  }
}
