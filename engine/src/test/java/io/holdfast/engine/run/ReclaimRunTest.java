package io.holdfast.engine.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.extent.InMemoryVolume;
import io.holdfast.engine.pack.PackEntry;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.pack.PackKind;
import io.holdfast.engine.record.PackLife;
import io.holdfast.engine.repository.BackupDescription;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.engine.repository.Manifest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReclaimRunTest {
  private final Site site = Site.encrypted();
  private final InMemoryVolume volume = InMemoryVolume.random(6_000_000, new Random(1));

  @AfterEach
  void closeIt() {
    site.close();
  }

  @Test
  void what_only_a_deleted_backup_needed_goes_with_the_second_run() {
    Manifest first = site.backUp(volume);
    InMemoryVolume other = InMemoryVolume.random(6_000_000, new Random(2));
    Manifest second = site.backUp(other);
    assertThat(new DeleteRun(site.repository).run(first.id())).isTrue();
    assertThat(new DeleteRun(site.repository).run(first.id())).isFalse();
    ReclaimReport marked = site.reclaim();
    assertThat(marked.backups()).isEqualTo(1);
    assertThat(marked.tombstonedPacks()).isPositive();
    assertThat(marked.removedPacks()).isZero();
    ReclaimReport removed = site.reclaim();
    assertThat(removed.removedPacks()).isEqualTo(marked.tombstonedPacks());
    assertThat(removed.freedBytes()).isPositive();
    assertThat(site.reclaim().removedPacks()).isZero();
    assertThat(site.restored(second)).isEqualTo(other.bytes());
  }

  @Test
  void what_another_backup_shares_stays() {
    Manifest first = site.backUp(volume);
    Manifest second = site.backUp(volume, first);
    new DeleteRun(site.repository).run(first.id());
    assertThat(site.reclaim().tombstonedPacks()).isZero();
    assertThat(site.restored(second)).isEqualTo(volume.bytes());
  }

  @Test
  void a_tombstoned_pack_that_a_new_backup_meets_comes_back_to_life() {
    Manifest first = site.backUp(volume);
    new DeleteRun(site.repository).run(first.id());
    site.reclaim();
    Manifest second = site.backUp(volume);
    assertThat(second.totals().storedBytes()).isZero();
    assertThat(site.reclaim().removedPacks()).isZero();
    assertThat(site.restored(second)).isEqualTo(volume.bytes());
  }

  @Test
  void a_running_backups_segments_are_left_alone() {
    BackupDescription running = Site.description();
    site.attempt(volume, running, null);
    site.repository.manifests().delete(running.id());
    // Its journal is open still, as if the manifest were yet to be written.
    site.reclaim();
    site.reclaim();
    Manifest manifest = site.attempt(volume, running, null);
    assertThat(site.restored(manifest)).isEqualTo(volume.bytes());
  }

  @Test
  void objects_that_nobody_knows_go_too() {
    site.backUp(volume);
    int objects = site.objects().objects().size();
    String orphan = "packs/ab/abababababababababababababababab";
    site.objects().put(orphan, ByteBuffer.allocate(10));
    assertThat(site.reclaim().tombstonedPacks()).isEqualTo(1);
    assertThat(site.objects().objects()).containsKey(orphan);
    assertThat(site.reclaim().removedPacks()).isEqualTo(1);
    assertThat(site.objects().objects()).hasSize(objects).doesNotContainKey(orphan);
  }

  @Test
  void objects_of_others_are_not_touched() {
    site.backUp(volume);
    site.objects().put("packs/readme.txt", ByteBuffer.allocate(10));
    site.objects().put("packs/cd/abababababababababababababababab", ByteBuffer.allocate(10));
    site.reclaim();
    site.reclaim();
    assertThat(site.objects().objects())
        .containsKey("packs/readme.txt")
        .containsKey("packs/cd/abababababababababababababababab");
  }

  @Test
  void in_doubt_nothing_is_removed() {
    Manifest first = site.backUp(volume);
    site.backUp(InMemoryVolume.random(1_000_000, new Random(3)));
    new DeleteRun(site.repository).run(first.id());
    site.reclaim();
    site.objects()
        .objects()
        .replaceAll((name, bytes) -> name.startsWith("backups/") ? new byte[9] : bytes);
    int objects = site.objects().objects().size();
    assertThatThrownBy(site::reclaim)
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("Reclaiming removed nothing");
    assertThat(site.objects().objects()).hasSize(objects);
  }

  @Test
  void a_backup_that_must_be_there_and_is_not_keeps_everything() {
    Manifest kept = site.backUp(volume);
    Manifest lost = site.backUp(InMemoryVolume.random(1_000_000, new Random(3)));
    byte[] manifest = requireNonNull(site.objects().objects().remove("backups/" + lost.id()));
    var life = records(kept.id(), lost.id());
    int objects = site.objects().objects().size();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> new ReclaimRun(site.context(), life).run())
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("Reclaiming removed nothing")
          .hasMessageContaining("backups/" + lost.id())
          .hasMessageContaining("missing");
    }
    assertThat(site.objects().objects()).hasSize(objects);
    assertThat(site.records.tombstones()).isEmpty();
    site.objects().objects().put("backups/" + lost.id(), manifest);
    assertThat(new ReclaimRun(site.context(), life).run().backups()).isEqualTo(2);
    assertThat(VerifyRun.everything(site.context()).run(lost).intact()).isTrue();
  }

  @Test
  void a_backup_that_is_deleted_while_a_mark_looks_for_it_is_no_damage() {
    Manifest kept = site.backUp(volume);
    Manifest deleted = site.backUp(InMemoryVolume.random(1_000_000, new Random(3)));
    var whole = new ArrayList<>(List.of(kept.id(), deleted.id()));
    var life =
        new FilterLife(site.records) {
          @Override
          public void backups(Consumer<RecordedBackup> backups) {
            List.copyOf(whole).forEach(id -> backups.accept(new RecordedBackup(id, true)));
            if (whole.remove(deleted.id())) {
              new DeleteRun(site.repository).run(deleted.id());
            }
          }
        };
    ReclaimReport report = new ReclaimRun(site.context(), life).run();
    assertThat(report.backups()).isEqualTo(1);
    assertThat(report.tombstonedPacks()).isPositive();
  }

  /** Records in which these backups are finished, and nobody deletes them. */
  private PackLife records(BackupId... whole) {
    return new FilterLife(site.records) {
      @Override
      public void backups(Consumer<RecordedBackup> backups) {
        Stream.of(whole).forEach(id -> backups.accept(new RecordedBackup(id, true)));
      }
    };
  }

  @Test
  void a_manifest_that_comes_after_its_backup_was_deleted_goes() {
    Manifest kept = site.backUp(volume);
    InMemoryVolume other = InMemoryVolume.random(1_000_000, new Random(3));
    Manifest deleted = site.backUp(other);
    new DeleteRun(site.repository).run(deleted.id());
    site.reclaim();
    site.reclaim();
    site.repository.manifests().store(deleted);
    assertThatThrownBy(site::reclaim).hasMessageContaining("Backup " + deleted.id());
    var life =
        new FilterLife(records(kept.id())) {
          @Override
          public Set<BackupId> deleted(Collection<BackupId> backups) {
            return backups.contains(deleted.id()) ? Set.of(deleted.id()) : Set.of();
          }
        };
    assertThat(new ReclaimRun(site.context(), life).run().backups()).isEqualTo(1);
    assertThat(site.repository.manifests().exists(deleted.id())).isFalse();
    assertThat(site.restored(kept)).isEqualTo(volume.bytes());
    // One that nobody has heard of may be that of a lost database.
    Manifest unknown = site.backUp(other);
    assertThat(new ReclaimRun(site.context(), life).run().backups()).isEqualTo(2);
    assertThat(site.restored(unknown)).isEqualTo(other.bytes());
  }

  @Test
  void what_a_reindex_has_yet_to_add_stays() {
    Map<Manifest, InMemoryVolume> backups = new HashMap<>();
    for (int seed = 0; seed < 5; seed++) {
      InMemoryVolume content = InMemoryVolume.random(300_000, new Random(seed));
      backups.put(site.backUp(content), content);
    }
    int packs = site.objects().objects().size() - backups.size() - 2;
    assertThat(packs).isGreaterThanOrEqualTo(10);
    Map<String, byte[]> before = Map.copyOf(site.objects().objects());
    for (int added = 0; added < packs; added++) {
      try (Site fresh = site.withoutRecords()) {
        reindex(fresh, added);
        for (int i = 0; i < 3; i++) {
          assertThatThrownBy(fresh::reclaim)
              .isInstanceOf(BackupException.class)
              .hasMessageContaining("Reclaiming removed nothing")
              .hasMessageContaining("Reindex the repository");
        }
        assertThat(fresh.objects().objects()).isEqualTo(before);
        new Reindex(fresh.context()).run(any -> {});
        fresh.reclaim();
        fresh.reclaim();
        backups.forEach(
            (backup, content) -> assertThat(fresh.restored(backup)).isEqualTo(content.bytes()));
      }
    }
  }

  /** Is stopped after so many packs. */
  private static void reindex(Site site, int packs) {
    var left = new AtomicInteger(packs);
    var index =
        new FilterIndex(site.records) {
          @Override
          public boolean add(PackId pack, PackKind kind, List<PackEntry> entries, long packBytes) {
            if (left.decrementAndGet() < 0) {
              throw new BackupException(FailureKind.CANCELLED, "Stopped.");
            }
            return super.add(pack, kind, entries, packBytes);
          }
        };
    assertThatThrownBy(() -> new Reindex(site.context(index)).run(any -> {}))
        .hasMessage("Stopped.");
  }

  @Test
  void what_was_wrongly_found_damaged_stays_and_is_found_again() {
    Manifest backup = site.backUp(volume);
    Map<String, byte[]> before = Map.copyOf(site.objects().objects());
    // As by a worker whose memory is broken.
    site.records.usablePacks(pack ->
        site.records
            .entries(pack.pack())
            .forEach(entry -> site.records.forget(pack.pack(), List.of(entry.id()))));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(site::reclaim).hasMessageContaining("Backup " + backup.id());
    }
    assertThat(site.objects().objects()).isEqualTo(before);
    Reindex.completing(site.context(), site.records).run(any -> {});
    site.reclaim();
    site.reclaim();
    assertThat(site.restored(backup)).isEqualTo(volume.bytes());
  }

  @Test
  void after_the_records_are_lost_reclaiming_by_new_ones_keeps_what_is_needed() {
    Manifest first = site.backUp(volume);
    InMemoryVolume other = InMemoryVolume.random(3_000_000, new Random(5));
    Manifest second = site.backUp(other);
    new DeleteRun(site.repository).run(first.id());
    try (Site fresh = site.withoutRecords()) {
      List<Manifest> found = new ArrayList<>();
      ReindexReport report = new Reindex(fresh.context()).run(found::add);
      assertThat(found).containsExactly(second);
      assertThat(report.backups()).isEqualTo(1);
      assertThat(report.problems()).isEmpty();
      fresh.reclaim();
      assertThat(fresh.reclaim().removedPacks()).isPositive();
      assertThat(fresh.restored(second)).isEqualTo(other.bytes());
    }
  }
}
