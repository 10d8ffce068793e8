package io.holdfast.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.Progress.Amounts;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.extent.InMemoryVolume;
import io.holdfast.engine.record.RestoreJournal;
import io.holdfast.engine.repository.FilterDriver;
import io.holdfast.engine.repository.InMemoryDriver;
import io.holdfast.engine.repository.Manifest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RestoreRunTest {
  private static final int SEGMENT = 1024 * Site.CHUNK_BYTES;

  private final Site site = Site.encrypted();
  private final InMemoryVolume volume = InMemoryVolume.random(3 * SEGMENT + 5, new Random(1));
  private final Manifest manifest = site.backUp(volume);

  @AfterEach
  void closeIt() {
    site.close();
  }

  @Test
  void no_byte_of_the_target_keeps_old_content() {
    InMemoryVolume zeros = InMemoryVolume.ofSize(volume.bytes().length);
    Manifest emptied = site.backUp(zeros, manifest);
    for (RestoreMode mode : List.of(RestoreMode.EVERYTHING, RestoreMode.DIFFERENCES)) {
      InMemoryVolume target = new InMemoryVolume(volume.bytes().clone());
      site.restore(emptied, target, mode);
      assertThat(target.bytes()).isEqualTo(new byte[target.bytes().length]);
    }
  }

  @Test
  void only_what_differs_is_written() {
    InMemoryVolume target = new InMemoryVolume(volume.bytes().clone());
    target.bytes()[7] ^= 1;
    target.bytes()[2 * SEGMENT] ^= 1;
    RestoreReport report = site.restore(manifest, target, RestoreMode.DIFFERENCES);
    assertThat(target.bytes()).isEqualTo(volume.bytes());
    assertThat(report.writtenBytes()).isLessThanOrEqualTo(2 * Site.CHUNK_BYTES);
    assertThat(target.writtenBytes()).isEqualTo(report.writtenBytes());
  }

  @ParameterizedTest
  @EnumSource(names = {"EVERYTHING", "DIFFERENCES"})
  void what_lies_behind_the_backup_becomes_zeros(RestoreMode mode) {
    InMemoryVolume target = InMemoryVolume.ofSize(5 * SEGMENT + 77);
    Arrays.fill(target.bytes(), (byte) 7);
    List<Amounts> heard = Collections.synchronizedList(new ArrayList<>());
    site.progress = heard::add;
    site.restore(manifest, target, mode);
    assertThat(target.bytes()).isEqualTo(Arrays.copyOf(volume.bytes(), target.bytes().length));
    assertThat(heard.getLast().doneBytes()).isEqualTo(target.bytes().length);
    assertThat(heard.getLast().totalBytes()).isEqualTo(target.bytes().length);
  }

  @Test
  void a_restore_that_was_stopped_behind_the_backup_goes_on_there() {
    var journal = new RecordingJournal();
    journal.position = 4L * SEGMENT;
    InMemoryVolume target = InMemoryVolume.ofSize(5 * SEGMENT + 77);
    Arrays.fill(target.bytes(), (byte) 7);
    new RestoreRun(site.context(), journal).run(manifest, target, RestoreMode.EVERYTHING);
    byte[] expected = new byte[5 * SEGMENT + 77];
    Arrays.fill(expected, 0, 4 * SEGMENT, (byte) 7);
    assertThat(target.bytes()).isEqualTo(expected);
    assertThat(journal.position).isEqualTo(target.bytes().length);
  }

  @Test
  void a_target_that_is_too_small_is_refused_before_anything_is_written() {
    InMemoryVolume target = InMemoryVolume.ofSize(SEGMENT);
    assertThatThrownBy(() -> site.restore(manifest, target, RestoreMode.EVERYTHING))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("at least that size")
        .extracting(e -> ((BackupException) e).kind())
        .isEqualTo(FailureKind.PERMANENT);
    assertThat(target.writtenBytes()).isZero();
  }

  @Test
  void a_resumed_restore_starts_at_its_durable_position() {
    var journal = new RecordingJournal();
    journal.position = 2L * SEGMENT;
    InMemoryVolume target = InMemoryVolume.ofSize(volume.bytes().length);
    List<Amounts> heard = Collections.synchronizedList(new ArrayList<>());
    site.progress = heard::add;
    new RestoreRun(site.context(), journal).run(manifest, target, RestoreMode.INTO_ZEROS);
    assertThat(Arrays.copyOf(target.bytes(), 2 * SEGMENT)).isEqualTo(new byte[2 * SEGMENT]);
    assertThat(Arrays.copyOfRange(target.bytes(), 2 * SEGMENT, target.bytes().length))
        .isEqualTo(Arrays.copyOfRange(volume.bytes(), 2 * SEGMENT, volume.bytes().length));
    assertThat(journal.position).isEqualTo(volume.bytes().length);
    assertThat(heard.getFirst().doneBytes()).isEqualTo(2L * SEGMENT);
    assertThat(heard.getLast().doneBytes()).isEqualTo(volume.bytes().length);
  }

  @Test
  void a_restore_that_is_done_already_does_nothing() {
    var journal = new RecordingJournal();
    journal.position = volume.bytes().length;
    InMemoryVolume target = InMemoryVolume.ofSize(volume.bytes().length);
    new RestoreRun(site.context(), journal).run(manifest, target, RestoreMode.EVERYTHING);
    assertThat(target.writtenBytes()).isZero();
  }

  @Test
  void damage_holds_the_position_so_that_a_resumed_restore_tells_it_again() {
    site.objects().objects().keySet().removeIf(name -> name.startsWith("packs/"));
    var journal = new RecordingJournal();
    InMemoryVolume target = InMemoryVolume.ofSize(volume.bytes().length);
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() ->
              new RestoreRun(site.context(), journal).run(manifest, target, RestoreMode.EVERYTHING))
          .isInstanceOf(DamagedBackupException.class);
      assertThat(journal.position).isZero();
    }
  }

  @Test
  void a_target_that_fails_ends_the_run_with_its_reason() {
    InMemoryVolume target = InMemoryVolume.ofSize(volume.bytes().length);
    int data = 0;
    while (volume.bytes()[data] == 0) {
      data++;
    }
    target.failAt(data);
    assertThatThrownBy(() -> site.restore(manifest, target, RestoreMode.DIFFERENCES))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("could not be read at byte " + data);
  }

  @Test
  void a_chunk_that_is_damaged_in_one_place_is_read_from_another() {
    Site other = site.withoutRecords();
    other.backUp(volume);
    new Reindex(site.context()).run(any -> {});
    // Each chunk is in two packs now; the ones of the first backup are all damaged.
    var firstPacks = new ArrayList<String>();
    site.records.usablePacks(pack -> {
      if (other.records.known(List.of(pack.pack())).isEmpty()) {
        firstPacks.add(pack.pack().toString());
      }
    });
    assertThat(firstPacks).isNotEmpty();
    site.objects()
        .objects()
        .forEach((name, bytes) -> {
          if (firstPacks.stream().anyMatch(name::endsWith)) {
            Arrays.fill(bytes, 32, bytes.length, (byte) 0);
          }
        });
    assertThat(site.restored(manifest)).isEqualTo(volume.bytes());
    assertThat(VerifyRun.everything(site.context()).run(manifest).intact()).isTrue();
    other.close();
  }

  @Test
  void chunks_that_lie_side_by_side_are_read_by_one_request() {
    InMemoryVolume text = text(1000);
    Manifest backup = site.backUp(text);
    var reads = new AtomicInteger();
    var counting =
        new FilterDriver(site.driver) {
          @Override
          public int read(String name, long offsetBytes, ByteBuffer into) {
            if (name.startsWith("packs/")) {
              reads.incrementAndGet();
            }
            return super.read(name, offsetBytes, into);
          }
        };
    try (Site counted = site.through(counting)) {
      assertThat(counted.restored(backup)).isEqualTo(text.bytes());
    }
    assertThat(reads.get()).isBetween(1, 400);
  }

  /** Memory for six chunks, while each read brings eight: none must wait for what others hold. */
  @ParameterizedTest
  @EnumSource
  void little_memory_is_enough_whatever_a_read_brings(RestoreMode mode) {
    int chunkBytes = 1 << 20;
    InMemoryVolume text = text(32, chunkBytes);
    try (Site large = Site.make(new InMemoryDriver(), Site.PASSPHRASE, chunkBytes)) {
      Manifest backup = large.backUp(text);
      try (Site other = large.withoutRecords()) {
        other.backUp(text);
      }
      new Reindex(large.context()).run(any -> {});
      // Each chunk is in two packs now; half of each pack is damaged.
      large
          .objects()
          .objects()
          .forEach((name, bytes) -> {
            if (name.startsWith("packs/")) {
              Arrays.fill(bytes, 32, bytes.length / 2, (byte) 0);
            }
          });
      InMemoryVolume target = InMemoryVolume.ofSize(text.bytes().length);
      RestoreReport report =
          new RestoreRun(large.context(), RestoreJournal.NONE)
              .runAcceptingDamage(backup, target, mode);
      byte[] expected = text.bytes().clone();
      for (ByteRange lost : report.damaged()) {
        Arrays.fill(expected, (int) lost.offsetBytes(), (int) lost.endBytes(), (byte) 0);
      }
      assertThat(target.bytes()).isEqualTo(expected);
      assertThat(report.writtenBytes()).isGreaterThanOrEqualTo(text.bytes().length / 4);
    }
  }

  @Test
  void of_chunks_that_are_read_together_only_the_damaged_one_is_lost() {
    InMemoryVolume text = text(16);
    try (Site alone = Site.encrypted()) {
      Manifest backup = alone.backUp(text);
      // Within the first frame of the only pack.
      alone.objects().objects().entrySet().stream()
          .filter(object -> object.getKey().startsWith("packs/"))
          .forEach(pack -> pack.getValue()[200] ^= 1);
      InMemoryVolume target = InMemoryVolume.ofSize(text.bytes().length);
      RestoreReport report =
          new RestoreRun(alone.context(), RestoreJournal.NONE)
              .runAcceptingDamage(backup, target, RestoreMode.INTO_ZEROS);
      assertThat(report.damaged()).hasSize(1);
      ByteRange lost = report.damaged().getFirst();
      assertThat(lost.lengthBytes()).isEqualTo(Site.CHUNK_BYTES);
      byte[] expected = text.bytes().clone();
      Arrays.fill(expected, (int) lost.offsetBytes(), (int) lost.endBytes(), (byte) 0);
      assertThat(target.bytes()).isEqualTo(expected);
    }
  }

  /** Chunks that are all different, of which several fit into the room of one frame. */
  private static InMemoryVolume text(int chunks) {
    return text(chunks, Site.CHUNK_BYTES);
  }

  private static InMemoryVolume text(int chunks, int chunkBytes) {
    InMemoryVolume volume = InMemoryVolume.ofSize(chunks * chunkBytes);
    var random = new Random(2);
    for (int at = 0; at < volume.bytes().length; at++) {
      volume.bytes()[at] = (byte) ('a' + random.nextInt(4));
    }
    return volume;
  }

  private static final class RecordingJournal implements RestoreJournal {
    private long position;

    @Override
    public long positionBytes() {
      return position;
    }

    @Override
    public void advance(long positionBytes) {
      position = positionBytes;
    }
  }
}
