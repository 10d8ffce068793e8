package io.holdfast.console.ui;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One sentence, or a piece of one.
 *
 * @param longest the longest piece of the English one that is its own: a quick look for it spares
 *     most patterns
 * @param literals how many of its characters are its own
 * @param places those of the English one, in their order
 */
record SentenceTemplate(
    String firstWord,
    Pattern english,
    String longest,
    int literals,
    List<Place> places,
    String other) {

  /** Where a value comes; in the other language only its number counts. */
  static final Pattern PLACE = Pattern.compile("\\{(\\d)(:name|:word)?}");

  /** The first word of those that do not begin with one of their own. */
  static final String ANY_WORD = "";

  /** A text that fits a template, with the values at its places. */
  record Match(SentenceTemplate template, List<String> values) {}

  /** What comes at a place. */
  enum Kind {
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

  record Place(int number, Kind kind) {

    boolean stays() {
      return kind == Kind.NAME || kind == Kind.WORD;
    }

    boolean takes(String value) {
      return kind != Kind.PIECE || !value.contains(": ");
    }
  }

  static SentenceTemplate of(String english, String other) {
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
    String word = firstWord(english);
    return new SentenceTemplate(
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

  static String firstWord(String text) {
    int end = text.indexOf(' ');
    return end < 0 ? text : text.substring(0, end);
  }
}
