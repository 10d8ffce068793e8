package io.holdfast.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.extent.InMemoryVolume;
import io.holdfast.engine.repository.BackupDescription;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.engine.repository.BadWeather;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.repository.RetryingDriver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Backups, changes, crashes, deletes, reclaims, compactions, damage and lost databases in random
 * order, against a model that is a map from backup to bytes. {@code -Dholdfast.seeds=2000} for a
 * long run, {@code -Dholdfast.first-seed=…} to see one again.
 */
class AgainstModelTest {
  private static final int FIRST_SEED = Integer.getInteger("holdfast.first-seed", 0);
  private static final int SEEDS = Integer.getInteger("holdfast.seeds", 25);
  private static final int STEPS = 25;

  @Test
  void every_backup_is_what_the_model_says() {
    for (int seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      try (Life life = new Life(seed, false)) {
        life.live();
      }
    }
  }

  /** The same with a place that fails, stops in the middle, and lists late. */
  @Test
  void bad_weather_changes_nothing_of_that() {
    for (int seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      try (Life life = new Life(seed, true)) {
        life.live();
      }
    }
  }

  /** One repository from its creation to its last backup's end. */
  private static final class Life implements AutoCloseable {
    private final Random random;
    private final boolean badWeather;
    private final Map<BackupId, byte[]> model = new LinkedHashMap<>();
    private final List<String> story = new ArrayList<>();
    private Site site = Site.encrypted();
    private @Nullable BackupDescription begun;
    private InMemoryVolume volume;
    private InMemoryVolume begunOf;

    Life(int seed, boolean badWeather) {
      this.badWeather = badWeather;
      random = new Random(seed);
      story.add("seed " + seed);
      volume = InMemoryVolume.random(1 + random.nextInt(400_000), random);
      begunOf = volume;
    }

    void live() {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(13)) {
          case 0, 1, 2 -> backUp();
          case 3, 4 -> change();
          case 5, 6 -> crashInBackup();
          case 7 -> delete();
          case 8 -> told("reclaim", () -> working(Site::reclaim));
          case 9 -> told("compact", () -> working(Site::compact));
          case 10 -> crashInReclaim();
          case 11 -> loseRecords();
          default -> damageAndHeal();
        }
        check(step == STEPS - 1);
      }
      end();
    }

    /** Tries again what failed in passing, as a worker does with a task. */
    private <T> T working(Function<Site, T> step) {
      if (!badWeather) {
        return step.apply(site);
      }
      var weather = new BadWeather(site.driver, new Random(random.nextLong()), true);
      var driver = new RetryingDriver(weather, 4, Duration.ofNanos(1000));
      for (int attempt = 1; ; attempt++) {
        try (Site away = site.through(driver)) {
          return step.apply(away);
        } catch (BackupException e) {
          if (e.kind() != FailureKind.RETRYABLE || attempt == 50) {
            throw e;
          }
        }
      }
    }

    private void told(String what, Runnable step) {
      story.add(what);
      try {
        step.run();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(story.toString(), e);
      }
    }

    private void change() {
      story.add("change");
      volume =
          random.nextInt(4) == 0
              ? InMemoryVolume.random(1 + random.nextInt(400_000), random)
              : volume.changed(random.nextInt(40), random);
    }

    private void backUp() {
      told(
          "back up",
          () -> {
            BackupDescription backup = begun == null ? Site.description() : begun;
            InMemoryVolume content = begun == null ? volume : begunOf;
            Manifest parent = parent();
            working(site -> site.backUp(content, backup, parent));
            model.put(backup.id(), content.bytes());
            begun = null;
          });
    }

    /** Goes on with a backup that was stopped before, or begins one, and is stopped somewhere. */
    private void crashInBackup() {
      told(
          "crash in backup",
          () -> {
            if (begun == null) {
              begun = Site.description();
              begunOf = volume;
            }
            BackupDescription backup = begun;
            var stopper = new Stopper(random.nextInt(8), random.nextBoolean());
            try (Site crashing = site.through(stopper.driver(site.driver))) {
              var context = crashing.context(stopper.index(site.records));
              var journal = stopper.journal(site.records.journal(backup.id()));
              new BackupRun(context, journal, Site.CLOCK).run(begunOf, backup, parent());
            } catch (BackupException e) {
              assertThat(stopper.stopped()).isTrue();
            }
            if (random.nextInt(4) == 0) {
              story.add("given up");
              new DeleteRun(site.repository).run(backup.id());
              site.records.endJournal(backup.id());
              begun = null;
            }
          });
    }

    private @Nullable Manifest parent() {
      return model.isEmpty() || random.nextBoolean()
          ? null
          : site.repository.manifests().get(anyBackup());
    }

    private BackupId anyBackup() {
      return List.copyOf(model.keySet()).get(random.nextInt(model.size()));
    }

    private void delete() {
      if (!model.isEmpty()) {
        told(
            "delete",
            () -> {
              BackupId id = anyBackup();
              working(site -> {
                new DeleteRun(site.repository).run(id);
                return id;
              });
              model.remove(id);
            });
      }
    }

    private void crashInReclaim() {
      told(
          "crash in reclaim",
          () -> {
            var stopper = new Stopper(random.nextInt(8), random.nextBoolean());
            try (Site crashing = site.through(stopper.driver(site.driver))) {
              var context = crashing.context(stopper.index(site.records));
              long rewrite = random.nextBoolean() ? Long.MAX_VALUE : 0;
              new ReclaimRun(context, stopper.life(site.records), rewrite).run();
            } catch (BackupException e) {
              assertThat(stopper.stopped()).isTrue();
            }
          });
    }

    private void loseRecords() {
      told(
          "lose records",
          () -> {
            site = site.withoutRecords();
            new Reindex(site.context()).run(manifest -> site.records.endJournal(manifest.id()));
            // What was known to be damaged is forgotten too, until it is looked at again.
            new VerifyPacks(site.context(), site.records).run(new ProvenChunks());
          });
    }

    /** Flips bits; verifying all and backing up what was there writes anew what was lost. */
    private void damageAndHeal() {
      List<String> packs =
          site.objects().objects().keySet().stream().filter(n -> !n.contains("backups/")).toList();
      told(
          "damage and heal",
          () -> {
            for (int i = 0; i < 3; i++) {
              String name = packs.get(random.nextInt(packs.size()));
              byte[] bytes = Objects.requireNonNull(site.objects().objects().get(name));
              if (!name.startsWith("repository.json")) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
              }
            }
            if (begun != null) {
              // What it recorded may be damaged now, and cannot be told.
              new DeleteRun(site.repository).run(begun.id());
              site.records.endJournal(begun.id());
              begun = null;
            }
            // Chunks behind a damaged segment can be looked at once the segment is there again.
            verifyAndBackUpAgain();
            verifyAndBackUpAgain();
          });
    }

    private void verifyAndBackUpAgain() {
      new VerifyPacks(site.context(), site.records).run(new ProvenChunks());
      for (BackupId id : model.keySet()) {
        VerifyRun.everything(site.context()).run(site.repository.manifests().get(id));
      }
      for (byte[] bytes : model.values()) {
        BackupDescription again = Site.description();
        site.backUp(new InMemoryVolume(bytes), again, null);
        new DeleteRun(site.repository).run(again.id());
      }
    }

    private void check(boolean all) {
      told(
          "check",
          () -> {
            for (BackupId id :
                all
                    ? model.keySet()
                    : model.isEmpty() ? List.<BackupId>of() : List.of(anyBackup())) {
              byte[] restored = working(site -> site.restored(site.repository.manifests().get(id)));
              assertThat(restored).isEqualTo(model.get(id));
            }
            if (begun != null) {
              site.repository
                  .manifests()
                  .find(begun.id())
                  .ifPresent(m -> assertThat(site.restored(m)).isEqualTo(begunOf.bytes()));
            }
          });
      story.removeLast();
    }

    private void end() {
      told(
          "end",
          () -> {
            List<BackupId> ids = new ArrayList<>();
            site.repository.manifests().list(ids::add);
            ids.forEach(id -> new DeleteRun(site.repository).run(id));
            if (begun != null) {
              site.records.endJournal(begun.id());
            }
            for (int i = 0; i < 3; i++) {
              site.reclaim();
            }
            assertThat(new TreeSet<>(site.objects().objects().keySet()))
                .containsExactly("repository.json", "repository.json.copy");
          });
    }

    @Override
    public void close() {
      site.close();
    }
  }
}
