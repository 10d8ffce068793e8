package io.holdfast.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.engine.extent.InMemoryVolume;
import io.holdfast.engine.repository.Manifest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What went in comes out: volumes of all kinds, chains of changes, every way to restore. */
class RoundTripTest {
  private static final int SEGMENT = 1024 * Site.CHUNK_BYTES;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 4096, 4097, SEGMENT - 1, SEGMENT, SEGMENT + 1, 3 * SEGMENT + 77})
  void a_volume_of_any_size_comes_back(int size) {
    try (Site site = Site.encrypted()) {
      InMemoryVolume volume = InMemoryVolume.random(size, new Random(size));
      Manifest manifest = site.backUp(volume);
      assertThat(manifest.sizeBytes()).isEqualTo(size);
      assertThat(site.restored(manifest)).isEqualTo(volume.bytes());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void a_chain_of_changes_comes_back_at_every_link(long seed) {
    Random random = new Random(seed);
    try (Site site = seed % 2 == 0 ? Site.encrypted() : Site.unencrypted()) {
      Map<Manifest, InMemoryVolume> chain = new LinkedHashMap<>();
      InMemoryVolume volume = InMemoryVolume.random(random.nextInt(3 * SEGMENT), random);
      Manifest parent = null;
      for (int i = 0; i < 4; i++) {
        parent = site.backUp(volume, random.nextInt(4) == 0 ? null : parent);
        chain.put(parent, volume);
        volume = volume.changed(random.nextInt(20), random);
      }
      InMemoryVolume old = InMemoryVolume.random(3 * SEGMENT, random);
      chain.forEach((manifest, content) -> {
        assertThat(site.restored(manifest)).isEqualTo(content.bytes());
        for (RestoreMode mode :
            new RestoreMode[] {RestoreMode.EVERYTHING, RestoreMode.DIFFERENCES}) {
          InMemoryVolume target = new InMemoryVolume(old.bytes().clone());
          site.restore(manifest, target, mode);
          assertThat(target.bytes()).isEqualTo(Arrays.copyOf(content.bytes(), old.bytes().length));
        }
      });
    }
  }

  @Test
  void an_unchanged_volume_stores_nothing_the_second_time() {
    try (Site site = Site.encrypted()) {
      InMemoryVolume volume = InMemoryVolume.random(2 * SEGMENT, new Random(1));
      Manifest first = site.backUp(volume);
      int objects = site.objects().objects().size();
      Manifest second = site.backUp(volume, first);
      assertThat(second.segments()).isEqualTo(first.segments());
      assertThat(second.totals().storedBytes()).isZero();
      assertThat(site.objects().objects()).hasSize(objects + 1);
    }
  }
}
