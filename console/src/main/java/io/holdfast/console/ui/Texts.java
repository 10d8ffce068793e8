package io.holdfast.console.ui;

import com.vaadin.flow.i18n.I18NProvider;

/** The words on the pages, from {@code vaadin-i18n/translations.properties}. */
public final class Texts {

  /** The product's name, which no language changes. */
  public static final String PRODUCT = "Holdfast";

  private Texts() {}

  /** The text of a key in the viewer's language, with its parameters filled in. */
  public static String of(String key, Object... parameters) {
    return I18NProvider.translate(key, parameters);
  }

  /** The text of one constant: {@code <prefix>.<name in lower case>}. */
  public static String of(String prefix, Enum<?> constant) {
    return I18NProvider.translate(
        prefix + "." + constant.name().toLowerCase(java.util.Locale.ROOT));
  }
}
