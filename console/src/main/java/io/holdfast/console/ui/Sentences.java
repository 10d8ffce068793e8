package io.holdfast.console.ui;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What services and workers say, in the viewer's language. They say it in English, as programs get
 * it and as it lies in the database; it is put into another language when a page shows it, by the
 * pairs of sentences in {@code vaadin-i18n/sentences_de.txt}. What is not there is shown as it is.
 */
public final class Sentences {

  private static final Pattern SENTENCE_END = Pattern.compile("[.!?](?=\\s)");

  /** A value may hold the end of a sentence: so many are looked at as if they were one. */
  private static final int MOST_AS_ONE = 4;

  private static final Map<String, Sentences> BY_LANGUAGE =
      Stream.of(Language.values())
          .filter(language -> language != Language.usual())
          .collect(Collectors.toMap(Language::value, Sentences::in));

  private final Map<String, List<SentenceTemplate>> byFirstWord;

  /**
   * Makes them from pairs.
   *
   * @param pairs the English template and the one of the other language
   */
  Sentences(Map<String, String> pairs) {
    byFirstWord =
        pairs.entrySet().stream()
            .map(pair -> SentenceTemplate.of(pair.getKey(), pair.getValue()))
            .sorted(Comparator.comparingInt(SentenceTemplate::literals).reversed())
            .collect(Collectors.groupingBy(SentenceTemplate::firstWord));
  }

  /** The text in the viewer's language; the empty one for {@code null}. */
  public static String of(@Nullable String english) {
    if (english == null) {
      return "";
    }
    Sentences known = BY_LANGUAGE.get(Texts.locale().getLanguage());
    return known == null ? english : known.translate(english, unknown -> {});
  }

  static Sentences in(Language language) {
    return new Sentences(pairs(language));
  }

  /** The pairs of a language; none when it has no file. */
  static Map<String, String> pairs(Language language) {
    String file = "/vaadin-i18n/sentences_" + language.value() + ".txt";
    Map<String, String> pairs = new HashMap<>();
    try (InputStream in = Sentences.class.getResourceAsStream(file)) {
      if (in == null) {
        return pairs;
      }
      List<String> lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .toList();
      for (int i = 0; i < lines.size(); i += 2) {
        if (i + 1 == lines.size() || pairs.put(lines.get(i), lines.get(i + 1)) != null) {
          throw new IllegalStateException(file + ": alone or there twice: " + lines.get(i));
        }
      }
      return pairs;
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }

  /**
   * Translates a text of one or more sentences.
   *
   * @param unknown is told each sentence, and each value in one, that stays as it is
   */
  String translate(String text, Consumer<String> unknown) {
    StringBuilder translated = new StringBuilder();
    String rest = text;
    while (true) {
      Part part = first(rest, unknown);
      translated.append(part.text());
      if (part.end() == rest.length()) {
        return translated.toString();
      }
      // The blank behind it.
      translated.append(rest.charAt(part.end()));
      rest = rest.substring(part.end() + 1);
    }
  }

  /**
   * The translated beginning of a text.
   *
   * @param end where the rest of the text begins
   */
  private record Part(String text, int end) {}

  private Part first(String text, Consumer<String> unknown) {
    List<Integer> ends = ends(text);
    for (int end : ends) {
      Optional<String> known = whole(text.substring(0, end), unknown);
      if (known.isPresent()) {
        return new Part(known.get(), end);
      }
    }
    // What failed, and why: each may come from another place.
    int first = ends.getFirst();
    for (int colon = text.indexOf(": ");
        colon >= 0 && colon < first;
        colon = text.indexOf(": ", colon + 1)) {
      Optional<String> known = whole(text.substring(0, colon), unknown);
      if (known.isPresent()) {
        return new Part(known.get() + ":", colon + 1);
      }
    }
    unknown.accept(text.substring(0, first));
    return new Part(text.substring(0, first), first);
  }

  /** Where the first sentence may end, the nearest first. */
  private static List<Integer> ends(String text) {
    List<Integer> ends = new ArrayList<>();
    Matcher end = SENTENCE_END.matcher(text);
    while (ends.size() < MOST_AS_ONE && end.find()) {
      ends.add(end.end());
    }
    if (ends.size() < MOST_AS_ONE) {
      ends.add(text.length());
    }
    return ends;
  }

  /** By the template that says most itself. */
  private Optional<String> whole(String text, Consumer<String> unknown) {
    return Stream.of(SentenceTemplate.firstWord(text), SentenceTemplate.ANY_WORD)
        .flatMap(word ->
            byFirstWord.getOrDefault(word, List.of()).stream()
                .filter(template -> text.contains(template.longest()))
                .flatMap(template -> template.match(text).stream())
                .limit(1))
        .max(Comparator.comparingInt(match -> match.template().literals()))
        .map(match -> filled(match, unknown));
  }

  private String filled(SentenceTemplate.Match match, Consumer<String> unknown) {
    SentenceTemplate template = match.template();
    Map<Integer, String> values = new HashMap<>();
    for (int i = 0; i < template.places().size(); i++) {
      SentenceTemplate.Place place = template.places().get(i);
      String value = match.values().get(i);
      if (place.stays()) {
        unknown.accept(value);
      }
      values.put(place.number(), place.stays() ? value : translate(value, unknown));
    }
    return SentenceTemplate.PLACE
        .matcher(template.other())
        .replaceAll(place ->
            Matcher.quoteReplacement(
                values.getOrDefault(Integer.valueOf(place.group(1)), place.group())));
  }
}
