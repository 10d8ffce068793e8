package io.holdfast.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.extent.Extent;
import io.holdfast.engine.extent.Extent.Content;
import io.holdfast.engine.extent.InMemoryVolume;
import io.holdfast.engine.record.ChunkLocation;
import io.holdfast.engine.repository.FilterDriver;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.repository.RepositoryDriver;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackupVolumeTest {
  private static final int SEGMENT = 1024 * Site.CHUNK_BYTES;
  private static final int SIZE = 3 * SEGMENT + 4097;

  /** Counts reads of objects. */
  private static final class CountingDriver extends FilterDriver {
    private int reads;

    CountingDriver(RepositoryDriver driver) {
      super(driver);
    }

    @Override
    public int read(String name, long offsetBytes, ByteBuffer into) {
      reads++;
      return super.read(name, offsetBytes, into);
    }
  }

  private final Site site = Site.encrypted();
  private final InMemoryVolume original = InMemoryVolume.random(SIZE, new Random(1));

  @AfterEach
  void closeIt() {
    site.close();
  }

  @Test
  void any_stretch_reads_like_the_volume_to_many_readers_at_once() throws Exception {
    try (BackupVolume volume = new BackupVolume(site.context(), site.backUp(original));
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int reader = 0; reader < 16; reader++) {
        Random random = new Random(reader);
        running.add(readers.submit(() -> readAnywhere(volume, random)));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
  }

  private void readAnywhere(BackupVolume volume, Random random) {
    for (int i = 0; i < 200; i++) {
      int at = random.nextInt(SIZE);
      int length = Math.min(SIZE - at, 1 + random.nextInt(1 << random.nextInt(1, 18)));
      assertThat(read(volume, at, length))
          .isEqualTo(Arrays.copyOfRange(original.bytes(), at, at + length));
    }
  }

  private static byte[] read(BackupVolume volume, long at, int length) {
    ByteBuffer into = ByteBuffer.allocate(length);
    volume.read(at, into);
    assertThat(into.hasRemaining()).isFalse();
    return into.array();
  }

  @Test
  void its_extents_cover_it_and_promise_zeros_only_where_there_are_zeros() {
    byte[] bytes = new byte[SIZE];
    Arrays.fill(bytes, 2 * SEGMENT + 5000, 2 * SEGMENT + 20_000, (byte) 1);
    bytes[SIZE - 1] = 1;
    Manifest manifest = site.backUp(new InMemoryVolume(bytes));
    try (BackupVolume volume = new BackupVolume(site.context(), manifest)) {
      long first = 2L * SEGMENT + 4096;
      long second = 2L * SEGMENT + 20_480;
      assertThat(volume.extents(0, SIZE))
          .containsExactly(
              Extent.zero(0, first),
              Extent.data(first, second - first),
              Extent.zero(second, 3L * SEGMENT + 4096 - second),
              Extent.data(SIZE - 1, 1));
      assertThat(volume.extents(first + 1, 2)).containsExactly(Extent.data(first + 1, 2));
    }
  }

  @Test
  void chunks_that_were_read_are_not_read_again() {
    CountingDriver counting = new CountingDriver(site.driver);
    Manifest manifest = site.backUp(original);
    try (BackupVolume volume = new BackupVolume(site.through(counting).context(), manifest)) {
      read(volume, 0, Site.CHUNK_BYTES);
      int once = counting.reads;
      read(volume, 1, Site.CHUNK_BYTES - 1);
      assertThat(counting.reads).isEqualTo(once);
    }
  }

  @Test
  void damage_fails_the_reads_that_touch_it_and_no_others() {
    byte[] bytes = new byte[3 * Site.CHUNK_BYTES];
    new Random(5).nextBytes(bytes);
    Manifest manifest = site.backUp(new InMemoryVolume(bytes));
    var lost = site.repository.chunkHasher().hash(bytes, Site.CHUNK_BYTES, Site.CHUNK_BYTES);
    ChunkLocation place = site.records.findAll(lost).getFirst();
    site.objects()
        .objects()
        .forEach((name, object) -> {
          if (name.endsWith(place.pack().toString())) {
            object[place.offsetBytes() + 20] ^= 1;
          }
        });
    try (BackupVolume volume = new BackupVolume(site.context(), manifest)) {
      assertThatThrownBy(() -> read(volume, Site.CHUNK_BYTES - 1, 2))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining(new ByteRange(Site.CHUNK_BYTES, Site.CHUNK_BYTES).toString())
          .extracting(e -> ((BackupException) e).kind())
          .isEqualTo(FailureKind.CORRUPT);
      assertThat(read(volume, 2 * Site.CHUNK_BYTES, Site.CHUNK_BYTES))
          .isEqualTo(Arrays.copyOfRange(bytes, 2 * Site.CHUNK_BYTES, bytes.length));
    }
  }

  @Test
  void it_opens_from_the_repository_alone() {
    Manifest manifest = site.backUp(original);
    var offline =
        new OfflineRestore(
            site.repository,
            site.processors,
            MemoryBudget.ofMebibytes(16),
            site.progress,
            site.cancellation);
    try (BackupVolume volume = offline.open(manifest.id())) {
      assertThat(read(volume, 0, SIZE)).isEqualTo(original.bytes());
      assertThat(volume.extents(0, SIZE)).anyMatch(extent -> extent.content() == Content.DATA);
    }
  }
}
