package io.holdfast.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.Cancellation;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.Progress;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.extent.InMemoryVolume;
import io.holdfast.engine.record.InMemoryRecords;
import io.holdfast.engine.record.RestoreJournal;
import io.holdfast.engine.repository.InMemoryDriver;
import io.holdfast.engine.repository.KeySlots;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.repository.Repository;
import io.holdfast.engine.seal.Passphrase;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to the objects, a read gives the right bytes or says what is lost. */
class DamageTest {
  private static final int SIZE = 1024 * 1024 + 1234;

  /** Of each kind; {@code -Dholdfast.cases=20000} for a long run. */
  private static final int CASES = Integer.getInteger("holdfast.cases", 500);

  private final Map<Manifest, InMemoryVolume> backups = new LinkedHashMap<>();
  private final Map<String, byte[]> stale = new LinkedHashMap<>();
  private final Processors processors = new Processors(2);

  @AfterEach
  void closeThem() {
    processors.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void random_damage_is_never_taken_for_data(boolean encrypted) {
    try (Site site = encrypted ? Site.encrypted() : Site.unencrypted()) {
      fill(site);
      Map<String, byte[]> intact = Map.copyOf(site.objects().objects());
      for (int seed = 0; seed < CASES; seed++) {
        restoreObjects(site.objects(), intact);
        String damage = damage(site.objects(), stale, new Random(seed));
        backups.forEach((manifest, content) -> assertTrueOrTold(site, manifest, content, damage));
      }
    }
  }

  @Test
  void a_database_that_is_lost_too_makes_no_difference() {
    try (Site site = Site.encrypted()) {
      fill(site);
      Map<String, byte[]> intact = Map.copyOf(site.objects().objects());
      for (int seed = 0; seed < CASES; seed++) {
        restoreObjects(site.objects(), intact);
        String damage = damage(site.objects(), stale, new Random(1_000_000 + seed));
        backups.forEach(
            (backup, content) -> assertOfflineTrueOrTold(site, backup, content, damage));
      }
    }
  }

  @Test
  void a_damaged_chunk_is_named_to_the_byte_and_stored_again_by_the_next_backup() {
    try (Site site = Site.encrypted()) {
      byte[] bytes = new byte[20 * Site.CHUNK_BYTES];
      new Random(3).nextBytes(bytes);
      var volume = new InMemoryVolume(bytes);
      Manifest manifest = site.backUp(volume);
      // The first frame of the only pack: some chunk of the volume, whichever came first.
      String pack = name(site, "packs/");
      object(site, pack)[100] ^= 1;
      VerifyReport report = VerifyRun.everything(site.context()).run(manifest);
      assertThat(report.checkedBytes()).isEqualTo(bytes.length);
      assertThat(report.damaged()).hasSize(1);
      ByteRange lost = report.damaged().getFirst();
      assertThat(lost.lengthBytes()).isEqualTo(Site.CHUNK_BYTES);
      assertThatThrownBy(() -> site.restored(manifest))
          .isInstanceOf(DamagedBackupException.class)
          .hasMessageContaining(lost.toString())
          .hasMessageContaining(manifest.id().toString());
      site.backUp(volume, manifest);
      assertThat(site.restored(manifest)).isEqualTo(bytes);
      assertThat(VerifyRun.everything(site.context()).run(manifest).intact()).isTrue();
    }
  }

  @Test
  void whatever_is_damaged_the_next_backup_stores_anew_what_the_volume_still_has() {
    try (Site filled = Site.encrypted()) {
      fill(filled);
      Map<String, byte[]> intact = Map.copyOf(filled.objects().objects());
      for (int seed = 0; seed < CASES / 5; seed++) {
        var driver = new InMemoryDriver();
        restoreObjects(driver, intact);
        try (Site site = Site.open(driver, new InMemoryRecords())) {
          new Reindex(site.context()).run(any -> {});
          String damage = damage(driver, stale, new Random(2_000_000 + seed));
          verifyWhatThereIs(site);
          backUpAgain(site, damage);
        }
      }
    }
  }

  @Test
  void a_backup_that_meets_a_damaged_segment_of_its_parent_stores_it_anew() {
    try (Site site = Site.encrypted()) {
      var volume = InMemoryVolume.random(SIZE, new Random(4));
      Manifest parent = site.backUp(volume);
      object(site, name(site, "meta/"))[100] ^= 1;
      Manifest again = site.backUp(volume, parent);
      assertThat(site.restored(again)).isEqualTo(volume.bytes());
      assertThat(site.restored(parent)).isEqualTo(volume.bytes());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatever_a_reader_meets_damaged_the_next_backup_stores_anew(boolean mounted) {
    try (Site filled = Site.encrypted()) {
      fill(filled);
      Map<String, byte[]> intact = Map.copyOf(filled.objects().objects());
      for (int seed = 0; seed < CASES / 5; seed++) {
        var driver = new InMemoryDriver();
        restoreObjects(driver, intact);
        try (Site site = Site.open(driver, new InMemoryRecords())) {
          new Reindex(site.context()).run(any -> {});
          String damage = damage(driver, stale, new Random(3_000_000 + seed));
          readAll(site, mounted);
          // Once more, as what lost segments list is met only after these were stored anew.
          backups.values().forEach(site::backUp);
          readAll(site, mounted);
          backUpAgain(site, damage);
        }
      }
    }
  }

  private void readAll(Site site, boolean mounted) {
    for (Manifest backup : backups.keySet()) {
      if (mounted) {
        readMounted(site, backup);
      } else {
        new RestoreRun(site.context(), RestoreJournal.NONE)
            .runAcceptingDamage(backup, InMemoryVolume.ofSize(SIZE), RestoreMode.EVERYTHING);
      }
    }
  }

  private static void readMounted(Site site, Manifest backup) {
    try (BackupVolume volume = new BackupVolume(site.context(), backup)) {
      for (int at = 0; at < SIZE; at += Site.CHUNK_BYTES) {
        try {
          volume.read(at, ByteBuffer.allocate(Math.min(Site.CHUNK_BYTES, SIZE - at)));
        } catch (BackupException e) {
          assertThat(e.kind()).isEqualTo(FailureKind.CORRUPT);
        }
      }
    }
  }

  @Test
  void an_older_description_that_is_put_back_opens_by_its_older_passphrase() {
    try (Site site = Site.encrypted()) {
      fill(site);
      byte[] older = object(site, "repository.json").clone();
      var next = new Passphrase("battery staple");
      new KeySlots(site.driver, Site.CLOCK).rotate(Site.PASSPHRASE, next, Site.CHEAP);
      site.objects().objects().put("repository.json", older);
      assertThatThrownBy(() -> Repository.open(site.driver, next))
          .hasMessageContaining("fits none of its 1 key slots");
      backups.forEach(
          (backup, content) -> assertOfflineTrueOrTold(site, backup, content, "older passphrase"));
    }
  }

  @Test
  void damage_is_made_zeros_where_the_target_had_something() {
    try (Site site = Site.encrypted()) {
      fill(site);
      var entry = backups.entrySet().iterator().next();
      site.objects().objects().keySet().removeIf(name -> name.startsWith("packs/"));
      InMemoryVolume target = InMemoryVolume.ofSize(SIZE);
      Arrays.fill(target.bytes(), (byte) 7);
      RestoreReport report =
          new RestoreRun(site.context(), RestoreJournal.NONE)
              .runAcceptingDamage(entry.getKey(), target, RestoreMode.EVERYTHING);
      assertThat(report.damaged()).isNotEmpty();
      assertThat(target.bytes()).isEqualTo(new byte[target.bytes().length]);
    }
  }

  @Test
  void a_sample_finds_damage_that_is_everywhere_and_reads_only_a_part() {
    try (Site site = Site.encrypted()) {
      fill(site);
      Manifest manifest = backups.keySet().iterator().next();
      VerifyReport all = VerifyRun.everything(site.context()).run(manifest);
      assertThat(all.intact()).isTrue();
      // The ids of chunks differ from run to run, so that a single sample may be of any size.
      List<VerifyReport> samples =
          IntStream.range(0, 20)
              .mapToObj(seed -> VerifyRun.sample(site.context(), 0.2, seed).run(manifest))
              .toList();
      assertThat(samples).allMatch(VerifyReport::intact);
      assertThat(samples.stream().mapToLong(VerifyReport::checkedBytes).average().orElseThrow())
          .isBetween(0.1 * all.checkedBytes(), 0.3 * all.checkedBytes());
      assertThat(samples.stream().map(VerifyReport::checkedBytes).distinct()).hasSizeGreaterThan(1);
      site.objects().objects().keySet().removeIf(name -> name.startsWith("packs/"));
      assertThat(VerifyRun.sample(site.context(), 0.2, 1).run(manifest).intact()).isFalse();
    }
  }

  private static void verifyWhatThereIs(Site site) {
    new VerifyPacks(site.context(), site.records).run(new ProvenChunks());
    site.repository
        .manifests()
        .list(backup -> {
          try {
            VerifyRun.everything(site.context()).run(site.repository.manifests().get(backup));
          } catch (BackupException e) {
            assertThat(e.kind()).isEqualTo(FailureKind.CORRUPT);
          }
        });
  }

  private void backUpAgain(Site site, String damage) {
    for (InMemoryVolume content : backups.values()) {
      Manifest again = site.backUp(content);
      assertThat(site.restored(again)).as(damage).isEqualTo(content.bytes());
    }
  }

  private void fill(Site site) {
    InMemoryVolume volume = InMemoryVolume.random(SIZE, new Random(1));
    Manifest parent = site.backUp(volume);
    // The same backup is stored once more, as after a crash: its manifest has an older version.
    stale.putAll(site.objects().objects());
    stale.keySet().removeIf(name -> name.startsWith("repository.json"));
    site.repository.manifests().store(parent);
    backups.put(parent, volume);
    InMemoryVolume changed = volume.changed(50, new Random(2));
    backups.put(site.backUp(changed, parent), changed);
  }

  private static void restoreObjects(InMemoryDriver driver, Map<String, byte[]> intact) {
    driver.objects().clear();
    intact.forEach((name, bytes) -> driver.objects().put(name, bytes.clone()));
  }

  /** Does one to three things to random objects, and says what. */
  private static String damage(InMemoryDriver driver, Map<String, byte[]> stale, Random random) {
    List<String> done = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      List<String> names = new ArrayList<>(driver.objects().keySet());
      names.removeIf(name -> name.startsWith("repository.json"));
      String name = names.get(random.nextInt(names.size()));
      byte[] bytes = Objects.requireNonNull(driver.objects().get(name));
      if (bytes.length == 0) {
        continue;
      }
      switch (random.nextInt(9)) {
        case 0, 1 -> {
          int bit = random.nextInt(bytes.length * 8);
          bytes[bit / 8] ^= (byte) (1 << bit % 8);
          done.add("bit " + bit + " of " + name);
        }
        case 2 -> {
          int length = random.nextInt(bytes.length);
          driver.objects().put(name, Arrays.copyOf(bytes, length));
          done.add(name + " cut to " + length);
        }
        case 3 -> {
          driver.objects().remove(name);
          done.add(name + " missing");
        }
        case 4 -> {
          // Mostly one of its own kind, which passes more checks.
          String kind = name.substring(0, name.indexOf('/'));
          List<String> others =
              random.nextInt(4) == 0
                  ? names
                  : names.stream().filter(other -> other.startsWith(kind)).toList();
          String other = others.get(random.nextInt(others.size()));
          driver.objects().put(name, Objects.requireNonNull(driver.objects().get(other)));
          driver.objects().put(other, bytes);
          done.add(name + " swapped with " + other);
        }
        case 5 -> {
          // What an older state of the place had there, or another object of that state.
          List<String> olds = List.copyOf(stale.keySet());
          String old = stale.containsKey(name) ? name : olds.get(random.nextInt(olds.size()));
          driver.objects().put(name, Objects.requireNonNull(stale.get(old)).clone());
          done.add(name + " as " + old + " once was");
        }
        case 6 -> {
          byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(600));
          byte[] more = new byte[longer.length - bytes.length];
          random.nextBytes(more);
          System.arraycopy(more, 0, longer, bytes.length, more.length);
          driver.objects().put(name, longer);
          done.add(name + " longer by " + more.length);
        }
        case 7 -> {
          driver.objects().put(name, new byte[0]);
          done.add(name + " empty");
        }
        default -> {
          int from = random.nextInt(bytes.length);
          int to = Math.min(bytes.length, from + 512);
          Arrays.fill(bytes, from, to, (byte) 0);
          done.add(name + " zeroed from " + from);
        }
      }
    }
    return String.join(", ", done);
  }

  private static void assertTrueOrTold(
      Site site, Manifest manifest, InMemoryVolume content, String damage) {
    // The manifest at hand stands for the one read before the damage; the stored one may be hit.
    InMemoryVolume target = InMemoryVolume.ofSize(SIZE);
    Arrays.fill(target.bytes(), (byte) 7);
    List<ByteRange> lost = List.of();
    try {
      new RestoreRun(site.withoutForgetting(), RestoreJournal.NONE)
          .run(manifest, target, RestoreMode.EVERYTHING);
    } catch (DamagedBackupException e) {
      lost = e.ranges();
      assertThat(lost).as(damage).isNotEmpty();
    }
    assertThat(target.bytes()).as(damage).isEqualTo(without(content, lost));
    try {
      assertThat(site.repository.manifests().find(manifest.id()).orElse(manifest))
          .as(damage)
          .isEqualTo(manifest);
    } catch (BackupException e) {
      assertThat(e.kind()).as(damage).isEqualTo(FailureKind.CORRUPT);
    }
  }

  private void assertOfflineTrueOrTold(
      Site site, Manifest manifest, InMemoryVolume content, String damage) {
    Repository repository = Repository.open(site.driver, Site.PASSPHRASE);
    var offline =
        new OfflineRestore(
            repository,
            processors,
            MemoryBudget.ofMebibytes(16),
            Progress.NONE,
            new Cancellation());
    InMemoryVolume target = InMemoryVolume.ofSize(SIZE);
    try {
      List<ByteRange> lost =
          offline.restoreAcceptingDamage(manifest.id(), target, RestoreMode.EVERYTHING).damaged();
      assertThat(target.bytes()).as(damage).isEqualTo(without(content, lost));
      assertThat(offline.verify(manifest.id()).damaged()).as(damage).isEqualTo(lost);
    } catch (BackupException e) {
      // The manifest itself is hit.
      assertThat(e.kind()).as(damage).isIn(FailureKind.CORRUPT, FailureKind.MISCONFIGURED);
      assertThat(e.getMessage()).as(damage).contains(manifest.id().toString());
    }
  }

  private static byte[] without(InMemoryVolume content, List<ByteRange> lost) {
    byte[] expected = content.bytes().clone();
    for (ByteRange range : lost) {
      Arrays.fill(expected, (int) range.offsetBytes(), (int) range.endBytes(), (byte) 0);
    }
    return expected;
  }

  private static String name(Site site, String prefix) {
    return site.objects().objects().keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] object(Site site, String name) {
    return Objects.requireNonNull(site.objects().objects().get(name));
  }
}
