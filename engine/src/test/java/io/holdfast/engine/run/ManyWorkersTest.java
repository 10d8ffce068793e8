package io.holdfast.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.extent.InMemoryVolume;
import io.holdfast.engine.repository.BackupDescription;
import io.holdfast.engine.repository.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Workers back up, restore, verify and delete while others reclaim without a pause; each in its own
 * opening of the same repository, with nothing between them but the records.
 */
class ManyWorkersTest {
  private static final int WORKERS = 3;
  private static final int ROUNDS = 6;
  private static final int SIZE = 3 * 1024 * 1024;

  private final Map<Manifest, byte[]> backups = new ConcurrentHashMap<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void nothing_is_lost_and_nothing_is_left(long seed) throws Exception {
    try (Site site = Site.encrypted();
        var threads = Executors.newCachedThreadPool()) {
      var working = new AtomicBoolean(true);
      List<Future<?>> reclaimers = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Site own = site.through(site.driver);
        reclaimers.add(threads.submit(() -> reclaimWhile(own, working)));
      }
      List<Callable<Integer>> workers = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        Site own = site.through(site.driver);
        Random random = new Random(seed * 100 + i);
        workers.add(() -> work(own, random));
      }
      List<Future<Integer>> done = workers.stream().map(threads::submit).toList();
      try {
        for (Future<Integer> worker : done) {
          worker.get();
        }
      } finally {
        working.set(false);
      }
      for (Future<?> reclaimer : reclaimers) {
        reclaimer.get();
      }
      backups.forEach((manifest, bytes) -> assertThat(site.restored(manifest)).isEqualTo(bytes));
      backups.keySet().forEach(backup -> new DeleteRun(site.repository).run(backup.id()));
      site.reclaim();
      site.reclaim();
      assertThat(site.objects().objects().keySet())
          .containsOnly("repository.json", "repository.json.copy");
    }
  }

  private static void reclaimWhile(Site site, AtomicBoolean working) {
    try (site) {
      while (working.get()) {
        site.reclaim();
      }
    }
  }

  /** Workers begin with the same volume, so that they store the same new chunks at once. */
  private Integer work(Site site, Random random) {
    try (site) {
      InMemoryVolume volume = InMemoryVolume.random(SIZE, new Random(1));
      Manifest parent = null;
      for (int round = 0; round < ROUNDS; round++) {
        Manifest manifest = persist(site, volume, random.nextBoolean() ? parent : null);
        backups.put(manifest, volume.bytes());
        assertThat(site.restored(manifest)).isEqualTo(volume.bytes());
        if (parent != null && random.nextInt(3) > 0) {
          backups.remove(parent);
          new DeleteRun(site.repository).run(parent.id());
        }
        parent = manifest;
        volume = volume.changed(random.nextInt(40), random);
      }
      return ROUNDS;
    }
  }

  /** Goes on as a worker does: reclaims that never pause can outrun a backup for a while. */
  private static Manifest persist(Site site, InMemoryVolume volume, @Nullable Manifest parent) {
    BackupDescription backup = Site.description();
    while (true) {
      try {
        return site.backUp(volume, backup, parent);
      } catch (BackupException e) {
        assertThat(e.kind()).isEqualTo(FailureKind.RETRYABLE);
      }
    }
  }
}
