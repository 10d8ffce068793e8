package io.holdfast.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.engine.extent.InMemoryVolume;
import io.holdfast.engine.repository.FilterDriver;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.repository.Repository;
import io.holdfast.engine.repository.RepositoryDriver;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompactionTest {
  private final Site site = Site.encrypted();
  private final InMemoryVolume volume = new InMemoryVolume(new byte[6_000_000]);
  private InMemoryVolume later = volume;
  private Manifest second = site.backUp(volume);

  @BeforeEach
  void leavePacksThatAreMostlyUnneeded() {
    new Random(1).nextBytes(volume.bytes());
    Manifest first = site.backUp(volume);
    later = volume.changed(1500, new Random(2));
    second = site.backUp(later, first);
    new DeleteRun(site.repository).run(first.id());
  }

  @AfterEach
  void closeIt() {
    site.close();
  }

  @Test
  void what_is_needed_moves_and_the_rest_goes() {
    long before = bytes();
    ReclaimReport report = site.compact();
    assertThat(report.rewrittenPacks()).isPositive();
    assertThat(report.rewrittenBytes()).isPositive();
    assertThat(site.reclaim().removedPacks()).isGreaterThanOrEqualTo(report.rewrittenPacks());
    assertThat(site.restored(second)).isEqualTo(later.bytes());
    // All that is left is needed: a copy of the backup in an empty repository is as large.
    try (Site other = Site.encrypted()) {
      other.backUp(later);
      assertThat(bytes()).isLessThan(before).isLessThan(bytes(other) * 11 / 10);
    }
    assertThat(site.compact().rewrittenPacks()).isZero();
    assertThat(VerifyRun.everything(site.context()).run(second).intact()).isTrue();
  }

  @Test
  void no_more_is_rewritten_than_allowed() {
    int all = (int) site.compact().rewrittenBytes();
    assertThat(all).isGreaterThan(100_000);
    leavePacksThatAreMostlyUnneeded();
    long bound = 60_000;
    ReclaimReport report = new ReclaimRun(site.context(), site.records, bound).run();
    assertThat(report.rewrittenBytes()).isLessThanOrEqualTo(bound * 11 / 10);
  }

  @Test
  void a_backup_that_found_its_chunks_before_they_moved_keeps_them() {
    // Its reads wait for the compaction and for the two reclaims that would remove the old packs.
    var description = Site.description();
    var index =
        new LateAfterFind(
            site.records,
            () -> {
              site.compact();
              site.reclaim();
              site.reclaim();
            });
    Manifest third =
        new BackupRun(site.context(index), site.records.journal(description.id()), Site.CLOCK)
            .run(later, description, null);
    site.records.endJournal(description.id());
    new DeleteRun(site.repository).run(second.id());
    site.compact();
    site.reclaim();
    site.reclaim();
    assertThat(site.restored(third)).isEqualTo(later.bytes());
  }

  @Test
  void an_offline_reader_finds_what_moved_after_it_had_looked() {
    var target = InMemoryVolume.ofSize(later.bytes().length);
    try (BackupVolume opened = offline(site.driver).open(second.id())) {
      site.compact();
      site.reclaim();
      site.reclaim();
      ByteBuffer all = ByteBuffer.wrap(target.bytes());
      opened.read(0, all);
    }
    assertThat(target.bytes()).isEqualTo(later.bytes());
  }

  @Test
  void an_offline_restore_finds_what_moves_while_it_looks() {
    AtomicInteger reads = new AtomicInteger();
    int packs = site.objects().objects().size();
    for (int before = 1; before <= packs; before += 3) {
      int when = before;
      reads.set(0);
      leavePacksThatAreMostlyUnneeded();
      var driver =
          new FilterDriver(site.driver) {
            @Override
            public int read(String name, long offsetBytes, ByteBuffer into) {
              if (reads.incrementAndGet() == when) {
                site.compact();
                site.reclaim();
                site.reclaim();
              }
              return super.read(name, offsetBytes, into);
            }
          };
      var target = InMemoryVolume.ofSize(later.bytes().length);
      offline(driver).restore(second.id(), target, RestoreMode.EVERYTHING);
      assertThat(target.bytes()).as("moved before read %d", when).isEqualTo(later.bytes());
    }
  }

  private OfflineRestore offline(RepositoryDriver driver) {
    return new OfflineRestore(
        Repository.open(driver, Site.PASSPHRASE),
        site.processors,
        MemoryBudget.ofMebibytes(16),
        site.progress,
        site.cancellation);
  }

  @Test
  void a_damaged_frame_is_left_where_it_is() {
    site.objects()
        .objects()
        .forEach((name, bytes) -> {
          if (name.startsWith("packs/")) {
            bytes[bytes.length / 3] ^= 1;
          }
        });
    var lost = VerifyRun.everything(site.withoutForgetting()).run(second).damaged();
    site.compact();
    site.reclaim();
    site.reclaim();
    assertThat(VerifyRun.everything(site.withoutForgetting()).run(second).damaged())
        .isEqualTo(lost);
  }

  private long bytes() {
    return bytes(site);
  }

  private static long bytes(Site site) {
    return site.objects().objects().values().stream().mapToLong(bytes -> bytes.length).sum();
  }
}
