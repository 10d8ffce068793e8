package io.holdfast.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.extent.InMemoryVolume;
import io.holdfast.engine.record.PackLife.PackSize;
import io.holdfast.engine.repository.BackupDescription;
import io.holdfast.engine.repository.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run is stopped at each single effect on the repository and the records. Whatever is found then
 * is consistent, the next run goes on from there, and reclaiming leaves nothing behind.
 */
class CrashTest {
  private static final int SIZE = 5 * 1024 * 1024 + 123;
  private static final int MORE_THAN_ENOUGH = 1000;

  private final InMemoryVolume before = InMemoryVolume.random(SIZE, new Random(1));
  private final InMemoryVolume mostlyChanged = before.changed(1500, new Random(3));
  private final InMemoryVolume after = before.changed(300, new Random(2));

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_backup_stopped_anywhere_is_resumed(boolean effectHappens) {
    int stops = 0;
    for (; stops < MORE_THAN_ENOUGH; stops++) {
      try (Site site = Site.encrypted()) {
        Manifest first = site.backUp(before);
        BackupDescription second = Site.description();
        var stopper = new Stopper(stops, effectHappens);
        boolean done = stopped(() -> attempt(site, stopper, second, first));
        assertThat(stopper.stopped()).isNotEqualTo(done);
        assertReadable(site, first, second);
        if (stops % 3 == 0) {
          site.reclaim();
          site.reclaim();
        }
        Manifest resumed = site.backUp(after, second, first);
        assertThat(site.restored(resumed)).isEqualTo(after.bytes());
        assertNothingIsLeft(site, first, resumed);
        if (done) {
          break;
        }
      }
    }
    assertThat(stops).as("effects that were stopped at").isBetween(6, MORE_THAN_ENOUGH - 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_reclaim_stopped_anywhere_is_taken_up_by_the_next(boolean effectHappens) {
    int stops = 0;
    for (; stops < MORE_THAN_ENOUGH; stops++) {
      try (Site site = Site.encrypted()) {
        Manifest first = site.backUp(before);
        Manifest second = site.backUp(after, first);
        new DeleteRun(site.repository).run(first.id());
        site.reclaim();
        var stopper = new Stopper(stops, effectHappens);
        boolean done = stopped(() -> reclaim(site, stopper));
        assertThat(site.restored(second)).isEqualTo(after.bytes());
        assertNothingIsLeft(site, second);
        if (done) {
          break;
        }
      }
    }
    assertThat(stops).as("effects that were stopped at").isBetween(3, MORE_THAN_ENOUGH - 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_compaction_stopped_anywhere_loses_nothing(boolean effectHappens) {
    int stops = 0;
    for (; stops < MORE_THAN_ENOUGH; stops++) {
      try (Site site = Site.encrypted()) {
        Manifest first = site.backUp(before);
        Manifest second = site.backUp(mostlyChanged, first);
        new DeleteRun(site.repository).run(first.id());
        var stopper = new Stopper(stops, effectHappens);
        boolean done = stopped(() -> compact(site, stopper));
        assertThat(site.restored(second)).isEqualTo(mostlyChanged.bytes());
        site.compact();
        site.reclaim();
        assertThat(site.restored(second)).isEqualTo(mostlyChanged.bytes());
        assertNothingIsLeft(site, second);
        if (done) {
          break;
        }
      }
    }
    assertThat(stops).as("effects that were stopped at").isBetween(4, MORE_THAN_ENOUGH - 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_reindex_stopped_anywhere_is_completed_by_the_next(boolean effectHappens) {
    int stops = 0;
    try (Site site = Site.encrypted()) {
      Manifest first = site.backUp(before);
      Manifest second = site.backUp(after, first);
      for (; stops < MORE_THAN_ENOUGH; stops++) {
        Site fresh = site.withoutRecords();
        var stopper = new Stopper(stops, effectHappens);
        boolean done =
            stopped(() -> new Reindex(fresh.context(stopper.index(fresh.records))).run(any -> {}));
        Reindex.completing(fresh.context(), fresh.records).run(any -> {});
        assertThat(fresh.restored(first)).isEqualTo(before.bytes());
        assertThat(fresh.restored(second)).isEqualTo(after.bytes());
        fresh.reclaim();
        assertThat(fresh.reclaim().removedPacks()).isZero();
        if (done) {
          break;
        }
      }
    }
    assertThat(stops).as("effects that were stopped at").isBetween(3, MORE_THAN_ENOUGH - 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_delete_stopped_at_its_only_effect_is_done_by_the_next(boolean effectHappens) {
    try (Site site = Site.encrypted()) {
      Manifest first = site.backUp(before);
      Manifest second = site.backUp(after, first);
      var stopper = new Stopper(0, effectHappens);
      try (Site crashing = site.through(stopper.driver(site.driver))) {
        assertThat(stopped(() -> new DeleteRun(crashing.repository).run(first.id()))).isFalse();
      }
      assertThat(site.repository.manifests().exists(first.id())).isEqualTo(!effectHappens);
      new DeleteRun(site.repository).run(first.id());
      site.reclaim();
      site.reclaim();
      assertThat(site.restored(second)).isEqualTo(after.bytes());
      assertNothingIsLeft(site, second);
    }
  }

  private static void compact(Site site, Stopper stopper) {
    try (Site crashing = site.through(stopper.driver(site.driver))) {
      var context = crashing.context(stopper.index(site.records));
      new ReclaimRun(context, stopper.life(site.records), Long.MAX_VALUE).run();
    }
  }

  private void attempt(Site site, Stopper stopper, BackupDescription backup, Manifest parent) {
    try (Site crashing = site.through(stopper.driver(site.driver))) {
      var context = crashing.context(stopper.index(site.records));
      var journal = stopper.journal(site.records.journal(backup.id()));
      new BackupRun(context, journal, Site.CLOCK).run(after, backup, parent);
    }
  }

  private static void reclaim(Site site, Stopper stopper) {
    try (Site crashing = site.through(stopper.driver(site.driver))) {
      new ReclaimRun(crashing.context(), stopper.life(site.records)).run();
    }
  }

  private static boolean stopped(Runnable run) {
    try {
      run.run();
      return true;
    } catch (BackupException e) {
      assertThat(e).hasMessageContaining("stopped");
      return false;
    }
  }

  /** Every backup that has a manifest restores. */
  private void assertReadable(Site site, Manifest first, BackupDescription second) {
    assertThat(site.restored(first)).isEqualTo(before.bytes());
    site.repository
        .manifests()
        .find(second.id())
        .ifPresent(manifest -> assertThat(site.restored(manifest)).isEqualTo(after.bytes()));
  }

  /** Deletes the backups; what is in the repository then was forgotten by somebody. */
  private static void assertNothingIsLeft(Site site, Manifest... backups) {
    for (Manifest backup : backups) {
      new DeleteRun(site.repository).run(backup.id());
    }
    site.reclaim();
    site.reclaim();
    assertThat(site.objects().objects())
        .containsOnlyKeys("repository.json", "repository.json.copy");
    List<PackSize> packs = new ArrayList<>();
    site.records.usablePacks(packs::add);
    assertThat(packs).isEmpty();
    assertThat(site.records.deleting()).isEmpty();
  }
}
