package io.holdfast.console.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.console.ui.SourceTexts.SourceText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing that services and workers say to people is left in English. */
final class SentencesTest {

  private static final List<String> MODULES =
      List.of("console", "grid-api", "grid-worker", "engine", "schema", "volume-service");

  /** Who has one of these in it says something to people: refuses, fails, or notes a reason. */
  private static final Pattern SAYING =
      Pattern.compile(
          "\\b(Refusal|BackupException|GridCallException|VolumeServiceException|StorageFailure"
              + "|UndeliveredException|GridReply|Cancellation|TaskCompletion|VerifyOutcome"
              + "|\\w*REASON|SnapshotStates|VolumeStates|TaskState|NodeLeases|Verdict"
              + "|class (Failures|NbdVolume\\w+|StoredVolume|VolumeSync|WorkerApplication))\\b");

  /** What such a file holds besides, which nobody reads as it is: names, keys, commands. */
  private static final Set<String> UNREAD =
      Set.of(
          "restore of {0}",
          "{0} of {1}",
          "{0} {1} at {2}",
          "holdfast 1 key slot {0} {1}",
          "./holdfast worker --database-url '{0}'");

  private static final Pattern PLACE = Pattern.compile("\\{(\\d)");
  private static final Pattern TOKEN = Pattern.compile("⟨(\\w)⟩");
  private static final Pattern LETTER = Pattern.compile("\\p{L}");

  private static final Sentences GERMAN = Sentences.in(Language.GERMAN);

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ENGLISH")
  void everything_that_is_said_has_a_counterpart(Language language) throws IOException {
    Sentences sentences = Sentences.in(language);
    List<SourceText> texts = new ArrayList<>();
    for (String module : MODULES) {
      texts.addAll(
          SourceTexts.in(SourceTexts.files(Path.of("..", module, "src", "main", "java"), SAYING)));
    }
    assertThat(texts).hasSizeGreaterThan(400);
    assertThat(
            texts.stream()
                .filter(text -> !UNREAD.contains(text.template()))
                // What it is called in the answer to a program.
                .filter(text -> !text.place().contains("/Problem.java:"))
                .filter(text -> !isKnown(sentences, text.template()))
                .map(text -> text.place() + ": " + text.template()))
        .isEmpty();
  }

  /** By itself, or as a piece: with something before and behind it. */
  private static boolean isKnown(Sentences sentences, String template) {
    String text = PLACE.matcher(template).replaceAll("⟨$1").replace("}", "⟩");
    return isTranslated(sentences, text.strip())
        || isTranslated(sentences, "⟨a⟩" + text)
        || isTranslated(sentences, "⟨a⟩ " + text)
        || isTranslated(sentences, text + "⟨b⟩");
  }

  private static boolean isTranslated(Sentences sentences, String text) {
    List<String> left = new ArrayList<>();
    String translated = sentences.translate(text, left::add);
    return left.stream().noneMatch(it -> LETTER.matcher(TOKEN.matcher(it).replaceAll("")).find())
        && found(TOKEN, translated).equals(found(TOKEN, text));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ENGLISH")
  void both_sentences_of_a_pair_have_the_same_places(Language language) {
    Sentences.pairs(language)
        .forEach((english, other) -> {
          assertThat(found(PLACE, other)).as(english).isEqualTo(found(PLACE, english));
          assertThat(other).as(english).isEqualTo(other.strip()).doesNotContain(":name}");
          assertThat(english.replaceAll("\\{[^}]*}", "")).as("else it fits all").isNotBlank();
        });
  }

  @Test
  void a_value_is_translated_and_a_name_is_not() {
    assertGerman("There is no backup 'backup'.", "Sicherung „backup“ gibt es nicht.");
    assertGerman(
        "Volume 'a' is being backed up (backup task 7, asked for by mail, running on backup).",
        "Zustand des Volumes „a“: wird gerade gesichert"
            + " (Aufgabe „Sicherung“ 7, angefordert von mail, läuft auf backup).");
    assertGerman(
        "2 chunks of the volume, 9 bytes, are damaged: bytes 0 to 1; bytes 5 to 6; and 3 more"
            + " ranges.",
        "2 Stücke des Volumes, 9 Bytes, beschädigt: Bytes 0 bis 1; Bytes 5 bis 6 und 3 weitere"
            + " Bereiche.");
  }

  @Test
  void a_text_is_translated_sentence_by_sentence() {
    assertGerman(
        "Volume 7 cannot be read at bytes 0 to 9: the backend is full. Make room there, then try"
            + " again.",
        "Volume 7 kann nicht gelesen werden (Bytes 0 bis 9): Das Backend ist voll."
            + " Schaffen Sie dort Platz, und versuchen Sie es dann erneut.");
    assertGerman(
        "Backup 'x. y' is held, so that nobody deletes it.",
        "Die Sicherung „x. y“ ist festgehalten, damit niemand sie löscht.");
    assertGerman(
        "It could not be made: The process is ending. Delete it and try again.",
        "Es konnte nicht angelegt werden: Der Prozess endet gerade."
            + " Löschen Sie es, und versuchen Sie es erneut.");
  }

  @Test
  void what_is_not_known_stays() {
    assertGerman("Nothing of this: is known.", "Nothing of this: is known.");
    assertGerman("The process is ending. So what?", "Der Prozess endet gerade. So what?");
    assertGerman(
        "Volume 7 cannot be read: out of luck", "Volume 7 kann nicht gelesen werden: out of luck");
  }

  private static void assertGerman(String english, String german) {
    assertThat(GERMAN.translate(english, unknown -> {})).isEqualTo(german);
  }

  @Test
  void a_long_text_is_no_work() {
    String text = "Who knows. ".repeat(2000) + "'" + "a ".repeat(2000);
    assertThat(GERMAN.translate(text, unknown -> {})).isEqualTo(text);
  }

  @Test
  void nothing_is_translated_for_who_speaks_the_usual_language() {
    assertThat(Sentences.of("The process is ending.")).isEqualTo("The process is ending.");
    assertThat(Sentences.of(null)).isEmpty();
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult it) -> it.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
