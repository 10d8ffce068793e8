package io.holdfast.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.engine.Progress.Amounts;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.extent.ChangeInformation;
import io.holdfast.engine.extent.Extent;
import io.holdfast.engine.extent.InMemoryVolume;
import io.holdfast.engine.extent.VolumeSource;
import io.holdfast.engine.repository.BackupDescription;
import io.holdfast.engine.repository.Manifest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeInformationTest {
  private static final int SEGMENT = 1024 * Site.CHUNK_BYTES;
  private static final int SIZE = 2 * SEGMENT + 5000;
  private static final int BLOCK = 512;

  private final Site site = Site.encrypted();

  @AfterEach
  void closeIt() {
    site.close();
  }

  /** Compares two contents block by block: a tracker that sees everything, or nothing. */
  private static final class Comparison implements ChangeInformation {
    private final byte[] before;
    private final byte[] now;
    private final boolean blind;
    private final List<ByteRange> refuted = new ArrayList<>();

    Comparison(InMemoryVolume before, InMemoryVolume now, boolean blind) {
      this.before = before.bytes();
      this.now = now.bytes();
      this.blind = blind;
    }

    @Override
    public List<ByteRange> changed(long offset, long length) {
      List<ByteRange> changed = new ArrayList<>();
      for (int at = (int) offset; !blind && at < offset + length; at += BLOCK) {
        int end = (int) Math.min(at + BLOCK, offset + length);
        if (end > before.length || !Arrays.equals(before, at, end, now, at, end)) {
          changed.add(new ByteRange(at, end - at));
        }
      }
      return changed;
    }

    @Override
    public void refuted(ByteRange stretch) {
      refuted.add(stretch);
    }
  }

  private Manifest backUp(VolumeSource volume, Manifest parent, ChangeInformation changes) {
    BackupDescription description = Site.description();
    Manifest manifest =
        new BackupRun(site.context(), site.records.journal(description.id()), Site.CLOCK)
            .run(volume, description, parent, changes);
    site.records.endJournal(description.id());
    return manifest;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void what_is_backed_up_equals_a_full_read(long seed) {
    Random random = new Random(seed);
    InMemoryVolume volume = InMemoryVolume.random(SIZE, random);
    Manifest parent = site.backUp(volume);
    for (int generation = 0; generation < 4; generation++) {
      InMemoryVolume next = volume.changed(random.nextInt(6), random);
      Comparison changes = new Comparison(volume, next, false);
      Manifest manifest = backUp(next, parent, changes);
      assertThat(manifest.segments()).isEqualTo(site.backUp(next).segments());
      assertThat(site.restored(manifest)).isEqualTo(next.bytes());
      assertThat(manifest.totals().readBytes()).isLessThan(SIZE / 4);
      assertThat(changes.refuted).isEmpty();
      volume = next;
      parent = manifest;
    }
  }

  @Test
  void a_volume_that_grew_or_shrank_is_read_where_its_chunks_are_others() {
    InMemoryVolume volume = InMemoryVolume.random(SIZE, new Random(3));
    Manifest parent = site.backUp(volume);
    for (int size : new int[] {SEGMENT - 100, SIZE - 1, SIZE + 1, 4 * SEGMENT}) {
      byte[] bytes = Arrays.copyOf(volume.bytes(), size);
      Arrays.fill(bytes, Math.min(SIZE, size), size, (byte) 9);
      InMemoryVolume other = new InMemoryVolume(bytes);
      Manifest manifest = backUp(other, parent, new Comparison(volume, other, false));
      assertThat(site.restored(manifest)).isEqualTo(bytes);
    }
  }

  @Test
  void information_that_misses_writes_is_refuted_and_everything_is_read() {
    InMemoryVolume volume = InMemoryVolume.random(SIZE, new Random(5));
    Manifest parent = site.backUp(volume);
    InMemoryVolume other = InMemoryVolume.random(SIZE, new Random(6));
    Comparison blind = new Comparison(volume, other, true);
    Manifest manifest = backUp(other, parent, blind);
    assertThat(blind.refuted).hasSize(1);
    assertThat(manifest.segments()).isEqualTo(site.backUp(other).segments());
    assertThat(site.restored(manifest)).isEqualTo(other.bytes());
  }

  @Test
  void chunks_that_the_repository_lost_are_read_although_they_did_not_change() {
    InMemoryVolume volume = InMemoryVolume.random(SIZE, new Random(7));
    Manifest parent = site.backUp(volume);
    var lost = site.repository.chunkHasher().hash(volume.bytes(), 0, Site.CHUNK_BYTES);
    site.records.findAll(lost).forEach(place -> site.records.forget(place.pack(), List.of(lost)));
    Manifest manifest = backUp(volume, parent, new Comparison(volume, volume, false));
    assertThat(manifest.segments()).isEqualTo(parent.segments());
    assertThat(site.restored(manifest)).isEqualTo(volume.bytes());
  }

  @Test
  void where_little_changed_nobody_asks_for_holes() {
    InMemoryVolume volume = InMemoryVolume.random(SIZE, new Random(9));
    Manifest parent = site.backUp(volume);
    InMemoryVolume next = volume.changed(5, new Random(10));
    VolumeSource unasked =
        new VolumeSource() {
          @Override
          public long sizeBytes() {
            return next.sizeBytes();
          }

          @Override
          public List<Extent> extents(long offsetBytes, long lengthBytes) {
            throw new AssertionError("asked for holes at " + offsetBytes);
          }

          @Override
          public void read(long offsetBytes, ByteBuffer into) {
            next.read(offsetBytes, into);
          }

          @Override
          public void close() {}
        };
    Manifest manifest = backUp(unasked, parent, new Comparison(volume, next, false));
    assertThat(site.restored(manifest)).isEqualTo(next.bytes());
  }

  @Test
  void progress_reaches_the_end() {
    InMemoryVolume volume = InMemoryVolume.random(SIZE, new Random(8));
    Manifest parent = site.backUp(volume);
    var last = new AtomicReference<>(new Amounts(0, 0, 0, 0));
    site.progress = last::set;
    backUp(volume, parent, new Comparison(volume, volume, false));
    assertThat(last.get().doneBytes()).isEqualTo(SIZE);
  }

  @Test
  void changes_without_a_parent_are_a_mistake() {
    InMemoryVolume volume = InMemoryVolume.ofSize(10);
    BackupDescription description = Site.description();
    BackupRun run =
        new BackupRun(site.context(), site.records.journal(description.id()), Site.CLOCK);
    assertThatThrownBy(
            () -> run.run(volume, description, null, new Comparison(volume, volume, false)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
