package io.holdfast.console.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.identity.Settings;
import io.holdfast.schema.notification.TroubleKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What code puts a key together of always leads to a text, in every language. */
final class ComposedKeysTest {

  private static final Path SOURCES = Path.of("src/main/java/io/holdfast/console/ui");

  private static final List<String> SETTINGS =
      List.of(
          Settings.PROTECTION_MAXIMUM_AGE,
          Settings.REFUSE_DELETE_WITH_DEPENDENTS,
          Settings.TASK_MAXIMUM_ATTEMPTS,
          Settings.RECLAIM_REWRITE_BYTES,
          Settings.RETENTION_TASKS,
          Settings.RETENTION_POLICY_RUNS,
          Settings.RETENTION_AUDIT,
          Settings.RETENTION_NOTIFICATIONS);

  private static final List<String> SIGN_IN =
      List.of("error", "wait", "unavailable", "refused", "taken", "disabled", "provider");

  private static final List<String> SIGN_IN_KEYS =
      SIGN_IN.stream().map(why -> "signin." + why).toList();

  private static final List<String> TIMES = List.of("time", "time.ago", "time.in");

  private static final List<String> BULK =
      List.of("backup.bulk.delete", "backup.bulk.verify", "volume.bulk.back-up");

  /** The words that stand for <code>{}</code>; none where something else is done without a text. */
  private static final Map<String, List<String>> WORDS =
      Map.ofEntries(
          // ActivityMarksTest knows these; and what a newer version notes is shown as it is.
          Map.entry("activity.action.{}", List.of()),
          Map.entry("activity.detail.{}", List.of()),
          Map.entry("activity.kind.{}", List.of()),
          Map.entry("task.stage.{}", List.of("attaching", "reading", "writing", "detaching")),
          Map.entry("notification.channel.{}", List.of("mail", "web_hook")),
          Map.entry("notification.mail.{}", List.of("host", "port", "user", "from", "to")),
          Map.entry("notification.mail.security.{}", List.of("starttls", "tls", "none")),
          Map.entry("overview.days.{}", List.of("succeeded", "cancelled", "failed")),
          Map.entry(
              "policy.keep.{}", List.of("last", "hourly", "daily", "weekly", "monthly", "yearly")),
          Map.entry("trouble.{}", Stream.of(TroubleKind.values()).map(TroubleKind::value).toList()),
          Map.entry("setting.{}", SETTINGS),
          Map.entry("setting.unit.{}", List.of("days", "hours", "minutes", "never")),
          Map.entry("setting.{}.text", SETTINGS),
          Map.entry(
              "setting.{}.help",
              SETTINGS.stream()
                  .filter(it -> !it.equals(Settings.REFUSE_DELETE_WITH_DEPENDENTS))
                  .toList()),
          // Begins the two of each of SIGN_IN_KEYS.
          Map.entry("signin.{}", List.of()),
          Map.entry("{}.title", both(SIGN_IN_KEYS, BULK)),
          Map.entry(
              "{}.text",
              List.of(
                  "signin.error",
                  "notification.channel.mail",
                  "notification.channel.web_hook",
                  "notification.messages",
                  "notification.told")),
          Map.entry("{}.done", both(List.of("backup.hold", "backup.release"), BULK)),
          Map.entry("{}.confirm", BULK),
          Map.entry("{}.none", BULK),
          Map.entry("{}.seconds", TIMES),
          Map.entry("{}.minutes", TIMES),
          Map.entry("{}.hours", TIMES),
          Map.entry("{}.days", TIMES));

  private static ComposedKeys composed = new ComposedKeys(Set.of(), Set.of());

  /** Once, as the compiler takes its time for it. */
  @BeforeAll
  static void read_the_sources() throws IOException {
    composed = ComposedKeys.in(SOURCES);
  }

  @ParameterizedTest
  @EnumSource
  void every_constant_that_pages_put_into_words_has_a_text(Language language) {
    Set<String> keys = composed.ofConstants();
    assertThat(keys).hasSizeGreaterThan(100).contains("task.cancel.verify_repository");
    assertThat(without(keys, language)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void every_word_that_completes_a_key_has_a_text(Language language) {
    Set<String> keys = new TreeSet<>();
    WORDS.forEach((key, words) -> words.forEach(word -> keys.add(key.replace("{}", word))));
    SIGN_IN_KEYS.forEach(key -> keys.add(key + ".text"));
    assertThat(without(keys, language)).isEmpty();
  }

  @Test
  void no_key_is_put_together_of_words_that_are_not_known_here() {
    assertThat(composed.ofWords()).containsExactlyInAnyOrderElementsOf(WORDS.keySet());
  }

  private static List<String> both(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  private static Set<String> without(Set<String> keys, Language language) {
    Set<String> missing = new TreeSet<>(keys);
    missing.removeAll(TranslationsTest.textsOf(language).stringPropertyNames());
    return missing;
  }
}
