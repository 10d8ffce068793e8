package io.holdfast.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.Progress.Amounts;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.extent.Extent;
import io.holdfast.engine.extent.InMemoryVolume;
import io.holdfast.engine.extent.VolumeSource;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.record.BackupJournal;
import io.holdfast.engine.record.SegmentRecord;
import io.holdfast.engine.repository.BackupDescription;
import io.holdfast.engine.repository.FilterDriver;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.repository.RepositoryDriver;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackupRunTest {
  private static final int SEGMENT = 1024 * Site.CHUNK_BYTES;

  private final Site site = Site.encrypted();
  private final BackupDescription backup = Site.description();

  @AfterEach
  void closeIt() {
    site.close();
  }

  @Test
  void holes_are_not_read_and_zeros_not_stored() {
    var volume = InMemoryVolume.ofSize(2 * SEGMENT);
    volume.bytes()[SEGMENT + 5000] = 1;
    Manifest manifest = site.backUp(volume);
    assertThat(volume.readBytes()).isEqualTo(4096);
    assertThat(manifest.totals().readBytes()).isEqualTo(4096);
    assertThat(manifest.totals().dataBytes()).isEqualTo(4096);
    assertThat(manifest.totals().storedBytes()).isBetween(1L, 4096L);
    assertThat(manifest.segments().get(0).isZero()).isTrue();
    assertThat(manifest.segments().get(1).isZero()).isFalse();
  }

  @Test
  void a_chunk_that_repeats_is_stored_once() {
    byte[] bytes = new byte[SEGMENT];
    byte[] chunk = new byte[Site.CHUNK_BYTES];
    new Random(1).nextBytes(chunk);
    for (int at = 0; at < bytes.length; at += chunk.length) {
      System.arraycopy(chunk, 0, bytes, at, chunk.length);
    }
    Manifest manifest = site.backUp(new InMemoryVolume(bytes));
    assertThat(manifest.totals().dataBytes()).isEqualTo(SEGMENT);
    assertThat(manifest.totals().storedBytes()).isLessThan(2 * Site.CHUNK_BYTES);
    assertThat(site.restored(manifest)).isEqualTo(bytes);
  }

  @Test
  void the_manifest_has_everything_that_the_records_need() {
    Manifest manifest = site.backUp(InMemoryVolume.random(100_000, new Random(1)), backup, null);
    assertThat(manifest.backup()).isEqualTo(backup);
    assertThat(site.repository.manifests().find(backup.id())).contains(manifest);
  }

  @Test
  void progress_reaches_the_size_and_never_goes_back() {
    List<Amounts> heard = Collections.synchronizedList(new ArrayList<>());
    site.progress = heard::add;
    site.backUp(InMemoryVolume.random(2 * SEGMENT + 99, new Random(1)));
    Amounts last = heard.getLast();
    assertThat(last.doneBytes()).isEqualTo(last.totalBytes()).isEqualTo(2 * SEGMENT + 99);
    assertThat(last.readBytes()).isPositive();
    assertThat(last.storedBytes()).isPositive();
    for (int i = 1; i < heard.size(); i++) {
      assertThat(heard.get(i).doneBytes()).isGreaterThanOrEqualTo(heard.get(i - 1).doneBytes());
    }
  }

  @Test
  void recorded_segments_are_not_read_again() {
    int segments = 3 * SegmentRecorder.BATCH;
    var volume = new LongVolume(segments);
    volume.failingSegment = segments - 1;
    assertFails(() -> site.attempt(volume, backup, null), FailureKind.RETRYABLE, "unreadable");
    int recorded = site.records.journal(backup.id()).recorded().size();
    assertThat(recorded).isBetween(SegmentRecorder.BATCH, segments - 1);
    volume.failingSegment = -1;
    volume.reads.set(0);
    List<Amounts> heard = Collections.synchronizedList(new ArrayList<>());
    site.progress = heard::add;
    Manifest manifest = site.attempt(volume, backup, null);
    assertThat(volume.reads).hasValue(segments - recorded);
    assertThat(heard.getFirst().doneBytes()).isPositive();
    assertThat(heard.getLast().doneBytes()).isEqualTo(volume.sizeBytes());
    assertThat(manifest.totals().readBytes()).isEqualTo((long) segments * Site.CHUNK_BYTES);
    VerifyReport report = VerifyRun.everything(site.context()).run(manifest);
    assertThat(report.intact()).isTrue();
    assertThat(report.checkedBytes()).isEqualTo((long) segments * Site.CHUNK_BYTES);
  }

  /** One chunk of data at the start of each segment. */
  private static final class LongVolume implements VolumeSource {
    private final int segments;
    private final AtomicInteger reads = new AtomicInteger();
    private volatile int failingSegment = -1;

    LongVolume(int segments) {
      this.segments = segments;
    }

    @Override
    public long sizeBytes() {
      return (long) segments * SEGMENT;
    }

    @Override
    public List<Extent> extents(long offsetBytes, long lengthBytes) {
      return List.of(
          Extent.data(offsetBytes, Site.CHUNK_BYTES),
          Extent.zero(offsetBytes + Site.CHUNK_BYTES, lengthBytes - Site.CHUNK_BYTES));
    }

    @Override
    public void read(long offsetBytes, ByteBuffer into) {
      if (offsetBytes / SEGMENT == failingSegment) {
        throw new BackupException(FailureKind.RETRYABLE, "The volume is unreadable there.");
      }
      reads.incrementAndGet();
      while (into.hasRemaining()) {
        into.putLong(offsetBytes + 1);
      }
    }

    @Override
    public void close() {}
  }

  @Test
  void a_volume_that_shrank_between_attempts_is_said_to_have() {
    site.records.journal(backup.id()).record(List.of(record(5)), Set.of());
    assertFails(
        () -> site.attempt(InMemoryVolume.ofSize(SEGMENT), backup, null),
        FailureKind.PERMANENT,
        "fewer than when this backup was begun");
  }

  @Test
  void a_cancelled_backup_ends_although_the_repository_hangs() throws Exception {
    var reached = new CountDownLatch(1);
    RepositoryDriver hanging =
        new FilterDriver(site.driver) {
          @Override
          public boolean put(String name, ByteBuffer content) {
            reached.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
              throw new BackupException(FailureKind.CANCELLED, "interrupted", e);
            }
            return false;
          }
        };
    try (Site slow = site.through(hanging)) {
      Thread canceller =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  reached.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                slow.cancellation.cancel("Cancelled by Ada.");
              });
      assertFails(
          () -> slow.attempt(InMemoryVolume.random(SEGMENT, new Random(1)), backup, null),
          FailureKind.CANCELLED,
          "Ada");
      canceller.join();
    }
    assertThat(site.repository.manifests().find(backup.id())).isEmpty();
  }

  @Test
  void a_run_that_is_cancelled_before_it_begins_does_nothing() {
    site.cancellation.fence("The lease ended.");
    InMemoryVolume volume = InMemoryVolume.random(SEGMENT, new Random(1));
    assertFails(() -> site.attempt(volume, backup, null), FailureKind.FENCED, "lease");
    assertThat(volume.readBytes()).isZero();
  }

  @Test
  void a_fenced_journal_ends_the_run_without_a_manifest() {
    BackupJournal fenced =
        new BackupJournal() {
          @Override
          public List<SegmentRecord> recorded() {
            return List.of();
          }

          @Override
          public Set<PackId> record(List<SegmentRecord> segments, Collection<PackId> packs) {
            throw new BackupException(FailureKind.FENCED, "Another worker has this backup.");
          }
        };
    assertFails(
        () ->
            new BackupRun(site.context(), fenced, Site.CLOCK)
                .run(InMemoryVolume.random(SEGMENT, new Random(1)), backup, null),
        FailureKind.FENCED,
        "Another worker");
    assertThat(site.repository.manifests().find(backup.id())).isEmpty();
  }

  @Test
  void packs_that_are_reclaimed_before_they_are_recorded_are_stored_again() {
    InMemoryVolume volume = InMemoryVolume.random(SEGMENT, new Random(1));
    var attempts = new AtomicInteger();
    BackupJournal journal = site.records.journal(backup.id());
    BackupJournal late =
        new BackupJournal() {
          @Override
          public List<SegmentRecord> recorded() {
            return journal.recorded();
          }

          @Override
          public Set<PackId> record(List<SegmentRecord> segments, Collection<PackId> packs) {
            if (attempts.incrementAndGet() <= 2) {
              // Two whole reclaims in the instant before the record.
              site.reclaim();
              site.reclaim();
            }
            return journal.record(segments, packs);
          }
        };
    Manifest manifest = new BackupRun(site.context(), late, Site.CLOCK).run(volume, backup, null);
    assertThat(attempts).hasValue(3);
    assertThat(site.restored(manifest)).isEqualTo(volume.bytes());
  }

  @Test
  void a_damaged_parent_is_only_a_hint_less() {
    InMemoryVolume volume = InMemoryVolume.random(SEGMENT, new Random(1));
    Manifest parent = site.backUp(volume);
    site.objects().objects().keySet().removeIf(name -> name.startsWith("meta/"));
    InMemoryVolume changed = volume.changed(5, new Random(2));
    Manifest manifest = site.backUp(changed, parent);
    assertThat(site.restored(manifest)).isEqualTo(changed.bytes());
  }

  @Test
  void a_budget_too_small_for_the_chunks_is_refused() {
    assertFails(
        () ->
            new BackupRun(
                    new RunContext(
                        site.repository,
                        site.records,
                        new Processors(1000),
                        MemoryBudget.ofMebibytes(16),
                        site.progress,
                        site.cancellation),
                    site.records.journal(backup.id()),
                    Site.CLOCK)
                .run(InMemoryVolume.random(SEGMENT, new Random(1)), backup, null),
        FailureKind.MISCONFIGURED,
        "memory budget");
  }

  private static SegmentRecord record(long ordinal) {
    return new SegmentRecord(ordinal, ChunkId.ZERO, 0, 0, 0);
  }

  private static void assertFails(Runnable call, FailureKind kind, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOf(BackupException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((BackupException) e).kind())
        .isEqualTo(kind);
  }
}
