package io.holdfast.console.ui;

import com.vaadin.flow.i18n.I18NProvider;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * The texts of each language, from {@code vaadin-i18n/translations.properties} and its siblings. A
 * language that is not there gets the usual one, whatever the machine that the console runs on
 * speaks.
 */
@Component
public class Translations implements I18NProvider {

  private static final long serialVersionUID = 1L;
  private static final String BUNDLE = "vaadin-i18n.translations";

  private final transient Map<String, ResourceBundle> byLanguage =
      Stream.of(Language.values())
          .collect(Collectors.toMap(Language::value, it -> bundle(it.locale())));

  /**
   * Taken apart once; by language, then by key. One is used by one caller only, so each gets a
   * copy.
   */
  private final transient Map<String, Map<String, MessageFormat>> formats =
      new ConcurrentHashMap<>();

  private static ResourceBundle bundle(Locale locale) {
    ResourceBundle.Control properties =
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
    return ResourceBundle.getBundle(BUNDLE, locale, properties);
  }

  @Override
  public List<Locale> getProvidedLocales() {
    return Stream.of(Language.values()).map(Language::locale).toList();
  }

  /** A key that is missing is shown as it is, so that it is noticed and nothing else breaks. */
  @Override
  public String getTranslation(String key, Locale locale, Object... parameters) {
    ResourceBundle usual = byLanguage.get(Language.usual().value());
    ResourceBundle texts = byLanguage.getOrDefault(locale.getLanguage(), usual);
    if (texts == null || !texts.containsKey(key)) {
      return key;
    }
    return parameters.length == 0
        ? texts.getString(key)
        : format(texts, key, locale).format(parameters);
  }

  private MessageFormat format(ResourceBundle texts, String key, Locale locale) {
    return (MessageFormat)
        formats
            .computeIfAbsent(locale.toLanguageTag(), _ -> new ConcurrentHashMap<>())
            .computeIfAbsent(key, it -> new MessageFormat(texts.getString(it), locale))
            .clone();
  }
}
