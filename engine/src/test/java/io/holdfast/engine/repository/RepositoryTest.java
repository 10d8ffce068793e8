package io.holdfast.engine.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.repository.Repository.Settings;
import io.holdfast.engine.seal.KeySlot;
import io.holdfast.engine.seal.KeySlot.Cost;
import io.holdfast.engine.seal.Passphrase;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RepositoryTest {
  private static final Cost CHEAP = new Cost(64, 1, 1);
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private static final Passphrase FIRST = new Passphrase("first");
  private static final Passphrase SECOND = new Passphrase("second");

  private final InMemoryDriver driver = new InMemoryDriver();

  @Test
  void a_repository_opens_with_its_passphrase() {
    Repository made = make(FIRST);
    Repository opened = Repository.open(driver, FIRST);
    assertThat(opened.id()).isEqualTo(made.id());
    assertThat(opened.chunkBytes()).isEqualTo(4096);
    assertThat(opened.encrypted()).isTrue();
    byte[] content = {1, 2, 3};
    assertThat(opened.chunkHasher().hash(content, 0, 3))
        .isEqualTo(made.chunkHasher().hash(content, 0, 3))
        .isNotEqualTo(made.segmentHasher().hash(content, 0, 3));
  }

  @Test
  void a_wrong_or_missing_passphrase_is_said_to_be_so() {
    make(FIRST);
    assertFails(() -> Repository.open(driver, SECOND), FailureKind.MISCONFIGURED, "does not open");
    assertFails(() -> Repository.open(driver, null), FailureKind.MISCONFIGURED, "is encrypted");
  }

  @Test
  void without_encryption_it_says_so_loudly() {
    assertThat(make(null).encrypted()).isFalse();
    assertThat(json()).contains("NOT ENCRYPTED");
    assertThat(Repository.open(driver, null).encrypted()).isFalse();
    assertThat(Repository.open(driver, FIRST).encrypted()).isFalse();
  }

  @Test
  void the_key_is_not_in_the_description_of_an_encrypted_repository() {
    make(FIRST);
    assertThat(json()).doesNotContain("clearKey").doesNotContain("first\"\n  }, {");
  }

  @Test
  void another_repository_in_the_same_place_is_noticed() {
    Repository repository = make(FIRST);
    assertThat(repository.requireId(repository.id())).isSameAs(repository);
    assertFails(
        () -> repository.requireId(UUID.randomUUID()),
        FailureKind.MISCONFIGURED,
        "another repository");
  }

  @Test
  void passphrases_are_added_and_removed() {
    UUID first = keySlotOf(make(FIRST));
    var slots = new KeySlots(driver, CLOCK);
    KeySlot second = slots.add(FIRST, SECOND, "second", CHEAP);
    Repository.open(driver, FIRST);
    Repository.open(driver, SECOND);
    assertFails(
        () -> slots.remove(FIRST, first), FailureKind.MISCONFIGURED, "Give one of another slot");
    slots.remove(SECOND, first);
    Repository.open(driver, SECOND);
    assertFails(() -> Repository.open(driver, FIRST), FailureKind.MISCONFIGURED, "does not open");
    assertThat(slots.list()).containsExactly(second);
  }

  @Test
  void the_last_passphrase_that_one_has_is_not_removed() {
    UUID first = keySlotOf(make(FIRST));
    var slots = new KeySlots(driver, CLOCK);
    assertFails(() -> slots.remove(FIRST, first), FailureKind.MISCONFIGURED, "is the last one");
    assertFails(
        () -> slots.remove(FIRST, UUID.randomUUID()), FailureKind.MISCONFIGURED, "no key slot");
    Repository.open(driver, FIRST);
  }

  @Test
  void an_altered_description_is_noticed() {
    make(FIRST);
    String json = json();
    driver.objects().remove(Descriptions.COPY);
    for (String altered :
        new String[] {
          // With its name: the digits alone may be in a salt or an id as well.
          json.replace("\"chunkBytes\" : 4096", "\"chunkBytes\" : 8192"),
          json.replace("aes-256-gcm", "none"),
          json.replace("1970-01-01", "1970-01-02"),
          json.substring(0, json.length() / 2),
          "",
          "[]",
          "null",
          "{}",
          json.replace("\"chunkBytes\" : 4096,", ""),
        }) {
      driver.objects().put(Descriptions.NAME, altered.getBytes(UTF_8));
      assertFails(() -> Repository.open(driver, FIRST), FailureKind.CORRUPT, "damaged");
    }
  }

  @Test
  void a_newer_format_is_said_to_be_newer() {
    make(FIRST);
    String newer = json().replace("\"version\" : 1", "\"version\" : 2");
    driver.objects().put(Descriptions.NAME, newer.getBytes(UTF_8));
    driver.objects().put(Descriptions.COPY, newer.getBytes(UTF_8));
    assertFails(() -> Repository.open(driver, FIRST), FailureKind.MISCONFIGURED, "format 2");
  }

  @Test
  void a_description_that_is_missing_is_read_from_its_copy() {
    Repository made = make(FIRST);
    driver.objects().remove(Descriptions.NAME);
    Repository opened = Repository.open(driver, FIRST);
    assertThat(opened.id()).isEqualTo(made.id());
    assertThat(Repository.isThere(driver)).isTrue();
    assertThat(opened.keepDescription())
        .hasValueSatisfying(said -> assertThat(said).contains("Put repository.json.copy"));
    // Whoever changes a passphrase writes both.
    new KeySlots(driver, CLOCK).rotate(FIRST, SECOND, CHEAP);
    assertThat(opened.keepDescription()).isEmpty();
    assertThat(json()).isNotEmpty();
  }

  @Test
  void a_copy_that_is_not_like_its_description_is_written_anew() {
    Repository made = make(FIRST);
    byte[] first = copy();
    assertThat(made.keepDescription()).isEmpty();
    new KeySlots(driver, CLOCK).rotate(FIRST, SECOND, CHEAP);
    assertThat(made.keepDescription()).isEmpty();
    byte[] second = copy();
    for (byte[] wrong : new byte[][] {first, new byte[0], Arrays.copyOf(second, 100), null}) {
      if (wrong == null) {
        driver.objects().remove(Descriptions.COPY);
      } else {
        driver.objects().put(Descriptions.COPY, wrong);
      }
      assertFails(() -> Repository.open(driver, FIRST), FailureKind.MISCONFIGURED, "does not open");
      Repository.open(driver, SECOND);
      assertThat(made.keepDescription())
          .hasValueSatisfying(said -> assertThat(said).contains("written anew"));
      assertThat(copy()).isEqualTo(second);
      assertThat(made.keepDescription()).isEmpty();
    }
  }

  @Test
  void a_description_without_a_checksum_is_read_and_gets_a_copy_with_one() {
    Repository made = make(FIRST);
    byte[] whole = copy();
    String older = json().replaceAll("  \"checksum\" : \"[0-9a-f]{8}\",\n", "");
    assertThat(older).hasSizeLessThan(json().length());
    driver.objects().put(Descriptions.NAME, older.getBytes(UTF_8));
    driver.objects().remove(Descriptions.COPY);
    assertThat(Repository.open(driver, FIRST).id()).isEqualTo(made.id());
    assertThat(made.keepDescription()).isPresent();
    assertThat(copy()).isEqualTo(whole);
    assertThat(made.keepDescription()).isEmpty();
    assertThat(json()).isEqualTo(older);
  }

  @Test
  void odd_chunk_sizes_are_refused() {
    for (int chunkBytes : new int[] {0, -4096, 2048, 5000, 32 * 1024 * 1024}) {
      assertFails(
          () -> new Settings(chunkBytes, FIRST, CHEAP), FailureKind.MISCONFIGURED, "power of two");
    }
  }

  private Repository make(@Nullable Passphrase passphrase) {
    return Repository.create(driver, new Settings(4096, passphrase, CHEAP), CLOCK);
  }

  private UUID keySlotOf(Repository repository) {
    return new KeySlots(repository.driver(), CLOCK).list().getFirst().id();
  }

  private String json() {
    return new String(Objects.requireNonNull(driver.objects().get(Descriptions.NAME)), UTF_8);
  }

  private byte[] copy() {
    return Objects.requireNonNull(driver.objects().get(Descriptions.COPY));
  }

  private static void assertFails(Runnable call, FailureKind kind, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOf(BackupException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((BackupException) e).kind())
        .isEqualTo(kind);
  }
}
