package io.holdfast.console.ui;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
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

  /** Where a value comes; in the other language only its number counts. */
  private static final Pattern PLACE = Pattern.compile("\\{(\\d)(:name|:word)?}");

  private static final Pattern SENTENCE_END = Pattern.compile("[.!?](?=\\s)");

  /** A value may hold the end of a sentence: so many are looked at as if they were one. */
  private static final int MOST_AS_ONE = 4;

  /** Where templates are kept that do not begin with a word of their own. */
  private static final String ANY_WORD = "";

  private static final Map<String, Sentences> BY_LANGUAGE =
      Stream.of(Language.values())
          .filter(language -> language != Language.usual())
          .collect(Collectors.toMap(Language::value, Sentences::in));

  private final Map<String, List<Template>> byFirstWord;

  /**
   * Makes them from pairs.
   *
   * @param pairs the English template and the one of the other language
   */
  Sentences(Map<String, String> pairs) {
    byFirstWord =
        pairs.entrySet().stream()
            .map(pair -> Template.of(pair.getKey(), pair.getValue()))
            .sorted(Comparator.comparingInt(Template::literals).reversed())
            .collect(Collectors.groupingBy(Template::firstWord));
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
    return Stream.of(firstWord(text), ANY_WORD)
        .flatMap(word ->
            byFirstWord.getOrDefault(word, List.of()).stream()
                .filter(template -> text.contains(template.longest()))
                .flatMap(template -> template.match(text).stream())
                .limit(1))
        .max(Comparator.comparingInt(match -> match.template().literals()))
        .map(match -> filled(match, unknown));
  }

  private String filled(Match match, Consumer<String> unknown) {
    Template template = match.template();
    Map<Integer, String> values = new HashMap<>();
    for (int i = 0; i < template.places().size(); i++) {
      Place place = template.places().get(i);
      String value = match.values().get(i);
      if (place.stays()) {
        unknown.accept(value);
      }
      values.put(place.number(), place.stays() ? value : translate(value, unknown));
    }
    return PLACE
        .matcher(template.other())
        .replaceAll(place ->
            Matcher.quoteReplacement(
                values.getOrDefault(Integer.valueOf(place.group(1)), place.group())));
  }

  private static String firstWord(String text) {
    int end = text.indexOf(' ');
    return end < 0 ? text : text.substring(0, end);
  }

  /** A text that fits a template, with the values at its places. */
  private record Match(Template template, List<String> values) {}

  /** What comes at a place. */
  private enum Kind {
    /** In quotes, or said to be one: anything, and it stays as it is. */
    NAME("(.*?)"),
    /** Said to be one: no blanks, and it stays as it is. */
    WORD("(\\S*?)"),
    /** Behind a colon or in brackets: anything. */
    REASON("(.*?)"),
    /** All else. What is behind a colon is another sentence, and no piece of this one. */
    PIECE("(.*?)");

    private final String pattern;

    Kind(String pattern) {
      this.pattern = pattern;
    }

    /**
     * Tells it.
     *
     * @param said what the place says of itself, if anything
     * @param before what stands before it
     */
    static Kind of(@Nullable String said, String before) {
      if (":word".equals(said)) {
        return WORD;
      }
      if (":name".equals(said) || before.endsWith("'")) {
        return NAME;
      }
      return before.endsWith(": ") || before.endsWith("(") ? REASON : PIECE;
    }
  }

  private record Place(int number, Kind kind) {

    boolean stays() {
      return kind == Kind.NAME || kind == Kind.WORD;
    }

    boolean takes(String value) {
      return kind != Kind.PIECE || !value.contains(": ");
    }
  }

  /**
   * One sentence, or a piece of one.
   *
   * @param longest the longest piece of the English one that is its own: a quick look for it spares
   *     most patterns
   * @param literals how many of its characters are its own
   * @param places those of the English one, in their order
   */
  private record Template(
      String firstWord,
      Pattern english,
      String longest,
      int literals,
      List<Place> places,
      String other) {

    static Template of(String english, String other) {
      StringBuilder pattern = new StringBuilder();
      List<Place> places = new ArrayList<>();
      List<String> pieces = new ArrayList<>();
      Matcher place = PLACE.matcher(english);
      int from = 0;
      while (place.find()) {
        String before = english.substring(from, place.start());
        Kind kind = Kind.of(place.group(2), before);
        pattern.append(Pattern.quote(before)).append(kind.pattern);
        pieces.add(before);
        places.add(new Place(Integer.parseInt(place.group(1)), kind));
        from = place.end();
      }
      String end = english.substring(from);
      pattern.append(Pattern.quote(end));
      pieces.add(end);
      String word = Sentences.firstWord(english);
      return new Template(
          word.contains("{") ? ANY_WORD : word,
          Pattern.compile(pattern.toString(), Pattern.DOTALL),
          Collections.max(pieces, Comparator.comparingInt(String::length)),
          pieces.stream().mapToInt(String::length).sum(),
          List.copyOf(places),
          other);
    }

    Optional<Match> match(String text) {
      Matcher found = english.matcher(text);
      if (!found.matches()) {
        return Optional.empty();
      }
      List<String> values = new ArrayList<>();
      for (int i = 0; i < places.size(); i++) {
        String value = found.group(i + 1);
        if (!places.get(i).takes(value)) {
          return Optional.empty();
        }
        values.add(value);
      }
      return Optional.of(new Match(this, values));
    }
  }
}
