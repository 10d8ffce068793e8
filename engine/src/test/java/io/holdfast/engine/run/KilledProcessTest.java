package io.holdfast.engine.run;

import static java.nio.file.Files.createDirectories;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.extent.InMemoryVolume;
import io.holdfast.engine.record.InMemoryRecords;
import io.holdfast.engine.repository.BackupDescription;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.engine.repository.KeySlots;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.repository.posix.MortalDisk;
import io.holdfast.engine.repository.posix.PosixDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process is killed after each single effect on the file system: a file or folder made, a
 * write, a force, a link, a rename, a removal. What is found then, by the next process or after a
 * power loss, is a consistent repository in which the next run goes on.
 */
class KilledProcessTest {
  private static final int MORE_THAN_ENOUGH = 2000;

  /** Leftovers of the killed process are old by now. */
  private static final InstantSource LATER =
      InstantSource.offset(InstantSource.system(), Duration.ofDays(2));

  @TempDir private Path directory;

  @Test
  void killed_anywhere_the_next_process_goes_on_and_what_it_says_is_done_survives_a_power_loss()
      throws IOException {
    int stops = 0;
    for (; ; stops++) {
      Path place = createDirectories(directory.resolve("killed-" + stops));
      var disk = new MortalDisk(place, stops, new Random(stops));
      try (Life life = new Life(disk.path(), stops, stops % 2 == 0)) {
        boolean done = life.live(disk);
        disk.restart();
        life.goOn(disk.path());
        life.end(disk.losePowerAtTheWorst(directory.resolve("lost-later-" + stops)).path());
        if (done) {
          break;
        }
      }
    }
    assertThat(stops).as("effects that were stopped at").isBetween(60, MORE_THAN_ENOUGH);
  }

  @Test
  void power_lost_anywhere_leaves_what_the_next_process_goes_on_with() throws IOException {
    int stops = 0;
    for (; ; stops++) {
      Path place = createDirectories(directory.resolve("lost-" + stops));
      var disk = new MortalDisk(place, stops, new Random(stops));
      try (Life life = new Life(disk.path(), stops, stops % 2 == 1)) {
        boolean done = life.live(disk);
        MortalDisk after = disk.losePower(directory.resolve("found-" + stops));
        life.goOn(after.path());
        life.end(after.path());
        if (done) {
          break;
        }
      }
    }
    assertThat(stops).as("effects that were stopped at").isBetween(60, MORE_THAN_ENOUGH);
  }

  private interface Step {
    void run(Site site);
  }

  /** A small repository's life: a few steps, of which one is stopped and done again. */
  private static final class Life implements AutoCloseable {
    private final String story;
    private final boolean databaseIsLostToo;
    private final BackupDescription first = Site.description();
    private final BackupDescription second = Site.description(Site.description().id(), first.id());
    private final Map<BackupId, InMemoryVolume> volumes = new HashMap<>();
    private final Set<BackupId> done = new HashSet<>();
    private final List<Step> left = new ArrayList<>();
    private Path place;
    private @Nullable Site site;

    Life(Path place, int stops, boolean databaseIsLostToo) {
      this.place = place;
      this.story = "stopped at effect " + stops;
      this.databaseIsLostToo = databaseIsLostToo;
      InMemoryVolume before = InMemoryVolume.random(100_000, new Random(1));
      volumes.put(first.id(), before);
      volumes.put(second.id(), before.changed(30, new Random(2)));
      left.add(site -> backUp(site, first, null));
      left.add(site -> backUp(site, second, site.repository.manifests().get(first.id())));
      left.add(site ->
          new KeySlots(site.driver, Site.CLOCK)
              .add(Site.PASSPHRASE, Site.PASSPHRASE, "again", Site.CHEAP));
      left.add(
          site -> site.repository.manifests().store(site.repository.manifests().get(second.id())));
      left.add(site -> delete(site, first.id()));
      left.add(Site::reclaim);
      left.add(Site::reclaim);
      left.add(Site::compact);
      left.add(
          site -> site.repository.manifests().store(site.repository.manifests().get(second.id())));
    }

    private void backUp(Site site, BackupDescription backup, @Nullable Manifest parent) {
      site.backUp(volume(backup.id()), backup, parent);
      done.add(backup.id());
    }

    private InMemoryVolume volume(BackupId backup) {
      return Objects.requireNonNull(volumes.get(backup));
    }

    private void delete(Site site, BackupId backup) {
      done.remove(backup);
      new DeleteRun(site.repository).run(backup);
    }

    /** Returns false if it was stopped. */
    boolean live(MortalDisk disk) {
      try {
        steps();
        return true;
      } catch (BackupException e) {
        assertThat(disk.stopped()).as(story).isTrue();
        return false;
      }
    }

    private void steps() {
      Site open = open();
      while (!left.isEmpty()) {
        left.getFirst().run(open);
        left.removeFirst();
      }
    }

    /** Looks at what is there, and does the rest. */
    void goOn(Path found) {
      told(() -> {
        move(found);
        if (databaseIsLostToo && site != null) {
          reindex(site);
        }
        assertReadable();
        steps();
      });
    }

    /** Everything that was done is there, and when it is deleted, nothing is left. */
    void end(Path found) {
      told(() -> {
        move(found);
        assertReadable();
        Site open = open();
        Manifest last = open.repository.manifests().get(second.id());
        assertThat(VerifyRun.everything(open.context()).run(last).intact()).isTrue();
        delete(open, second.id());
        for (int i = 0; i < 3; i++) {
          open.reclaim();
        }
        assertThat(files(found))
            .containsOnly(found.resolve("repository.json"), found.resolve("repository.json.copy"));
      });
    }

    private void told(Runnable part) {
      try {
        part.run();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(story, e);
      }
    }

    private static List<Path> files(Path found) {
      try (Stream<Path> files = Files.walk(found)) {
        return files.filter(Files::isRegularFile).toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void move(Path found) {
      place = found;
      InMemoryRecords records = site == null ? new InMemoryRecords() : site.records;
      close();
      var driver = new PosixDriver(place, LATER);
      site = Files.exists(place.resolve("repository.json")) ? Site.open(driver, records) : null;
    }

    /** The one that is there, or a new one. */
    private Site open() {
      if (site == null) {
        site = Site.make(new PosixDriver(place, LATER), Site.PASSPHRASE);
      }
      return site;
    }

    private void reindex(Site found) {
      Site fresh = found.withoutRecords();
      found.close();
      site = fresh;
      assertThat(new Reindex(fresh.context()).run(any -> {}).problems()).isEmpty();
    }

    /** Every backup that has a manifest restores, and every one that was done has. */
    private void assertReadable() {
      Set<BackupId> there = new HashSet<>();
      if (site != null) {
        site.repository.manifests().list(there::add);
        for (BackupId backup : there) {
          byte[] restored = site.restored(site.repository.manifests().get(backup));
          assertThat(restored).isEqualTo(volume(backup).bytes());
        }
      }
      assertThat(there).containsAll(done);
    }

    @Override
    public void close() {
      if (site != null) {
        site.close();
      }
    }
  }
}
