package io.holdfast.console.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No text is missing, in any language. */
final class TranslationsTest {

  private static final Path SOURCES = Path.of("src/main/java/io/holdfast/console/ui");

  /** A whole key as code writes it; what ends in a point or goes on elsewhere is no whole key. */
  private static final Pattern KEY = Pattern.compile("\"([a-z]+(?:\\.[a-z_-]+)+)\"");

  private static final Pattern PARAMETER = Pattern.compile("\\{(\\d)");

  private final Properties english = texts("translations.properties");

  private static Properties texts(String file) {
    Properties texts = new Properties();
    try (InputStream in =
        Objects.requireNonNull(
            TranslationsTest.class.getResourceAsStream("/vaadin-i18n/" + file), file)) {
      texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts;
  }

  static Properties textsOf(Language language) {
    return texts(
        language == Language.usual()
            ? "translations.properties"
            : "translations_" + language.value() + ".properties");
  }

  @ParameterizedTest
  @EnumSource
  void every_language_has_the_same_keys_and_parameters(Language language) {
    Properties texts = textsOf(language);
    assertThat(texts.stringPropertyNames())
        .containsExactlyInAnyOrderElementsOf(english.stringPropertyNames());
    for (String key : english.stringPropertyNames()) {
      assertThat(parameters(texts.getProperty(key)))
          .as(key)
          .isEqualTo(parameters(english.getProperty(key)));
      assertThat(texts.getProperty(key))
          .as(key)
          .isNotBlank()
          .isEqualTo(texts.getProperty(key).strip());
    }
  }

  @ParameterizedTest
  @EnumSource
  void every_text_with_parameters_is_a_format(Language language) {
    textsOf(language)
        .forEach((key, text) -> {
          if (!parameters(text.toString()).isEmpty()) {
            assertThat(text.toString()).as(key.toString()).doesNotContain("'");
            assertThat(new MessageFormat(text.toString(), language.locale())).isNotNull();
          }
        });
  }

  @Test
  void every_key_that_code_names_has_a_text() throws IOException {
    Set<String> groups =
        english.stringPropertyNames().stream()
            .map(key -> key.substring(0, key.indexOf('.')))
            .collect(Collectors.toSet());
    Set<String> missing = named(key -> groups.contains(key.substring(0, key.indexOf('.'))));
    // A key may also be the beginning of others: Texts.of("volume.status", status).
    missing.removeIf(key ->
        english.containsKey(key)
            || english.stringPropertyNames().stream().anyMatch(it -> it.startsWith(key + ".")));
    // Names of actions in the activity, which the service layer makes, look like keys.
    missing.removeIf(key -> english.containsKey("activity.action." + key));
    // And so does the name of a file.
    missing.removeIf(key -> key.endsWith(".csv"));
    assertThat(missing).isEmpty();
  }

  @Test
  void whoever_speaks_another_language_gets_the_usual_one() {
    Translations translations = new Translations();
    assertThat(translations.getTranslation("overview.title", Locale.JAPANESE))
        .isEqualTo("Overview");
    assertThat(translations.getTranslation("overview.title", Locale.forLanguageTag("de-AT")))
        .isEqualTo("Übersicht");
    assertThat(translations.getTranslation("volume.count", Locale.GERMAN, 1234))
        .isEqualTo("1.234 Volumes");
    assertThat(translations.getTranslation("no.such.key", Locale.GERMAN)).isEqualTo("no.such.key");
  }

  private static Set<String> parameters(String text) {
    return PARAMETER
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> named(Predicate<String> wanted) throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .flatMap(TranslationsTest::keys)
          .filter(wanted)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Stream<String> keys(Path file) {
    try {
      return KEY
          .matcher(Files.readString(file))
          .results()
          .map((MatchResult it) -> it.group(1))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
