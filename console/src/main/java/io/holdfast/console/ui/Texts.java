package io.holdfast.console.ui;

import com.vaadin.flow.component.UI;
import java.text.NumberFormat;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The words on the pages, in the viewer's language: see {@link Translations}. */
public final class Texts {

  /** The product's name, which no language changes. */
  public static final String PRODUCT = "Holdfast";

  private static final Translations TRANSLATIONS = new Translations();

  /** By language, then by key. */
  private static final Map<String, Map<String, DateTimeFormatter>> PATTERNS =
      new ConcurrentHashMap<>();

  private Texts() {}

  /** The text of a key in the viewer's language, with its parameters filled in. */
  public static String of(String key, Object... parameters) {
    return TRANSLATIONS.getTranslation(key, locale(), parameters);
  }

  /** A whole number as the viewer writes it: {@code 10,000}. */
  public static String number(long number) {
    return NumberFormat.getIntegerInstance(locale()).format(number);
  }

  /** The viewer's language. */
  public static Locale locale() {
    UI ui = UI.getCurrent();
    return ui == null ? Language.usual().locale() : ui.getLocale();
  }

  /** Writes moments or dates by a pattern that is a text too. */
  public static DateTimeFormatter pattern(String key) {
    Locale locale = locale();
    return PATTERNS
        .computeIfAbsent(locale.toLanguageTag(), _ -> new ConcurrentHashMap<>())
        .computeIfAbsent(key, it -> DateTimeFormatter.ofPattern(of(it), locale));
  }

  /** The text of one constant: {@code <prefix>.<name in lower case>}. */
  public static String of(String prefix, Enum<?> constant) {
    return of(prefix + "." + constant.name().toLowerCase(Locale.ROOT));
  }
}
