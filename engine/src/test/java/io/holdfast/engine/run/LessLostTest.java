package io.holdfast.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.extent.InMemoryVolume;
import io.holdfast.engine.record.InMemoryRecords;
import io.holdfast.engine.repository.Manifest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing is given up for lost that lies intact in the repository. */
class LessLostTest {
  private static final int CHUNKS = 40;

  private final InMemoryVolume volume =
      InMemoryVolume.random(CHUNKS * Site.CHUNK_BYTES, new Random(1));

  /** Where it is damaged: from the start of each pack, or from its end. */
  @ParameterizedTest
  @CsvSource({
    "true, 5",
    "true, -1",
    "true, -20",
    "true, -60",
    "false, 5",
    "false, -1",
    "false, -60"
  })
  void without_a_database_a_pack_is_read_although_its_own_index_is_damaged(
      boolean encrypted, int at) {
    try (Site site = encrypted ? Site.encrypted() : Site.unencrypted()) {
      Manifest manifest = site.backUp(volume);
      packs(site)
          .forEach(name -> {
            byte[] pack = object(site, name);
            pack[at < 0 ? Math.floorMod(at, pack.length) : at] ^= 4;
          });
      try (Site lost = Site.open(site.driver, new InMemoryRecords())) {
        ReindexReport report = new Reindex(lost.context()).run(_ -> {});
        assertThat(report.problems())
            .hasSameSizeAs(packs(site))
            .allMatch(problem -> problem.contains("intact frame"));
        assertThat(lost.restored(manifest)).isEqualTo(volume.bytes());
      }
    }
  }

  @Test
  void of_a_pack_that_is_cut_or_damaged_in_the_middle_as_well_the_rest_is_found() {
    try (Site site = Site.encrypted()) {
      Manifest manifest = site.backUp(volume);
      String name =
          packs(site).stream().filter(it -> it.startsWith("packs/")).findFirst().orElseThrow();
      byte[] pack = object(site, name);
      // Hits the header of a frame in the middle, behind which the next one has to be found.
      Arrays.fill(pack, pack.length / 2 - 20, pack.length / 2 + 20, (byte) 9);
      site.objects().objects().put(name, Arrays.copyOf(pack, pack.length - 200));
      try (Site lost = Site.open(site.driver, new InMemoryRecords())) {
        new Reindex(lost.context()).run(_ -> {});
        List<ByteRange> damaged = VerifyRun.everything(lost.context()).run(manifest).damaged();
        assertThat(damaged.stream().mapToLong(ByteRange::lengthBytes).sum())
            .isBetween((long) Site.CHUNK_BYTES, 3L * Site.CHUNK_BYTES);
      }
    }
  }

  @Test
  void a_pack_whose_own_index_is_damaged_is_copied_once_and_for_all() {
    try (Site site = Site.encrypted()) {
      Manifest manifest = site.backUp(volume);
      List<String> packs = packs(site);
      packs.forEach(name -> object(site, name)[object(site, name).length - 1] ^= 4);
      assertThat(verifyPacks(site).problems())
          .hasSameSizeAs(packs)
          .allMatch(problem -> problem.endsWith("was copied to another pack."));
      assertThat(packs(site)).hasSize(2 * packs.size());
      assertThat(verifyPacks(site).problems()).isEmpty();
      assertThat(packs(site)).hasSize(2 * packs.size());
      packs.forEach(site.objects().objects()::remove);
      assertThat(site.restored(manifest)).isEqualTo(volume.bytes());
    }
  }

  private static VerifyPacks.Report verifyPacks(Site site) {
    return new VerifyPacks(site.context(), site.records).run(new ProvenChunks());
  }

  @Test
  void what_was_found_damaged_is_intact_again_once_the_object_is() {
    try (Site site = Site.encrypted()) {
      Manifest manifest = site.backUp(volume);
      for (String name : packs(site)) {
        byte[] intact = object(site, name).clone();
        object(site, name)[100] ^= 1;
        assertThat(VerifyRun.everything(site.context()).run(manifest).intact()).isFalse();
        assertThat(VerifyRun.everything(site.context()).run(manifest).intact()).isFalse();
        site.objects().objects().put(name, intact.clone());
        assertThat(VerifyRun.everything(site.context()).run(manifest).intact()).isTrue();

        object(site, name)[100] ^= 1;
        assertThat(VerifyRun.everything(site.context()).run(manifest).intact()).isFalse();
        site.objects().objects().put(name, intact.clone());
        assertThat(site.restored(manifest)).isEqualTo(volume.bytes());
      }
    }
  }

  @Test
  void a_sample_names_all_that_is_known_to_be_lost() {
    try (Site site = Site.encrypted()) {
      Manifest manifest = site.backUp(volume);
      String name =
          packs(site).stream().filter(it -> it.startsWith("packs/")).findFirst().orElseThrow();
      object(site, name)[100] ^= 1;
      List<ByteRange> lost = VerifyRun.everything(site.context()).run(manifest).damaged();
      for (int seed = 0; seed < 20; seed++) {
        assertThat(VerifyRun.sample(site.context(), 0.01, seed).run(manifest).damaged())
            .isEqualTo(lost);
      }
    }
  }

  private static List<String> packs(Site site) {
    return site.objects().objects().keySet().stream()
        .filter(name -> name.startsWith("packs/") || name.startsWith("meta/"))
        .toList();
  }

  private static byte[] object(Site site, String name) {
    return Objects.requireNonNull(site.objects().objects().get(name));
  }
}
