package io.holdfast.engine.run;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.extent.InMemoryVolume;
import io.holdfast.engine.pack.PackEntry;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.record.InMemoryRecords;
import io.holdfast.engine.repository.FilterDriver;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.repository.RepositoryDriver;
import io.holdfast.engine.repository.posix.PosixDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A repository whose file system goes away before any call of any run, and leaves an empty mount
 * point. The run fails; nothing is given up for lost.
 */
class RepositoryAwayTest {
  private static final int SIZE = 512 * 1024 + 77;

  @TempDir private Path directory;
  private final InMemoryRecords records = new InMemoryRecords();
  private final Map<Manifest, InMemoryVolume> backups = new LinkedHashMap<>();
  private final AtomicInteger callsLeft = new AtomicInteger(Integer.MAX_VALUE);
  private Site site;

  @BeforeEach
  void backUpAndTombstone() throws IOException {
    Files.createDirectory(directory.resolve("disk"));
    Files.createDirectory(directory.resolve("empty"));
    mount("disk");
    site = Site.make(new PosixDriver(directory.resolve("place"), Site.CLOCK), Site.PASSPHRASE);
    InMemoryVolume volume = InMemoryVolume.random(SIZE, new Random(1));
    InMemoryVolume changed = volume.changed(20, new Random(2));
    site = Site.open(site.driver, records);
    Manifest first = site.backUp(volume);
    backups.put(first, volume);
    backups.put(site.backUp(changed, first), changed);
    Manifest deleted = site.backUp(InMemoryVolume.random(SIZE, new Random(3)));
    new DeleteRun(site.repository).run(deleted.id());
    assertThat(site.reclaim().tombstonedPacks()).isPositive();
  }

  @AfterEach
  void nothingIsLost() {
    site.reclaim();
    site.reclaim();
    backups.forEach((backup, content) -> {
      assertThat(site.restored(backup)).isEqualTo(content.bytes());
      assertThat(VerifyRun.everything(site.context()).run(backup).intact()).isTrue();
    });
    site.close();
  }

  @Test
  void verifying_a_backup_forgets_nothing() {
    wheneverItGoesAway(mortal -> {
      var before = index();
      backups.keySet().forEach(VerifyRun.everything(mortal.context())::run);
      assertThat(index()).isEqualTo(before);
    });
  }

  @Test
  void verifying_all_packs_forgets_nothing() {
    wheneverItGoesAway(
        mortal -> new VerifyPacks(mortal.context(), records).run(new ProvenChunks()));
  }

  @Test
  void a_restore_makes_nothing_zeros() {
    var backup = backups.entrySet().iterator().next();
    byte[] content = backup.getValue().bytes();
    byte[] before = new byte[SIZE];
    Arrays.fill(before, (byte) 7);
    wheneverItGoesAway(mortal -> {
      var target = new InMemoryVolume(before.clone());
      try {
        mortal.restore(backup.getKey(), target, RestoreMode.EVERYTHING);
      } finally {
        for (int i = 0; i < SIZE; i++) {
          if (target.bytes()[i] != content[i]) {
            assertThat(target.bytes()[i]).as("byte %d", i).isEqualTo((byte) 7);
          }
        }
      }
    });
  }

  @Test
  void a_reclaim_removes_no_record_of_what_stays() throws IOException {
    wheneverItGoesAway(Site::reclaim);
    Set<PackId> there = new HashSet<>();
    try (var files = Files.walk(directory.resolve("disk"))) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("[0-9a-f]{32}"))
          .forEach(name -> there.add(PackId.parse(name)));
    }
    assertThat(records.known(there)).isEqualTo(there);
  }

  @Test
  void a_backup_is_not_called_deleted_while_its_manifest_stays() {
    Manifest deleted = site.backUp(InMemoryVolume.random(SIZE, new Random(4)));
    wheneverItGoesAway(mortal -> new DeleteRun(mortal.repository).run(deleted.id()));
    assertThat(site.repository.manifests().find(deleted.id())).isEmpty();
  }

  @Test
  void a_backup_fails_and_the_next_one_succeeds() {
    var backup = backups.entrySet().iterator().next();
    Manifest parent = backup.getKey();
    InMemoryVolume volume = backup.getValue().changed(30, new Random(5));
    wheneverItGoesAway(mortal -> mortal.attempt(volume, Site.description(), parent));
    backups.put(site.backUp(volume, parent), volume);
  }

  /** Lets it go away before the first call, the second, and so on, until the run needs no more. */
  private void wheneverItGoesAway(Consumer<Site> run) {
    for (int calls = 0; ; calls++) {
      var before = index();
      try (Site mortal = site.through(new LeavingDriver(site.driver))) {
        callsLeft.set(calls);
        run.accept(mortal);
        if (callsLeft.getAndSet(Integer.MAX_VALUE) >= 0) {
          return;
        }
      } catch (BackupException e) {
        assertThat(e.kind()).as(e.getMessage()).isEqualTo(FailureKind.MISCONFIGURED);
        assertThat(e).hasMessageContaining("holds no repository");
        before.forEach(
            (pack, entries) -> assertThat(Set.copyOf(records.entries(pack))).containsAll(entries));
      } finally {
        callsLeft.set(Integer.MAX_VALUE);
        mount("disk");
      }
    }
  }

  private Map<PackId, Set<PackEntry>> index() {
    Map<PackId, Set<PackEntry>> index = new HashMap<>();
    records.usablePacks(pack -> index.put(pack.pack(), Set.copyOf(records.entries(pack.pack()))));
    // What a reclaim removes goes with its entries.
    records.tombstones().forEach(tombstone -> index.remove(tombstone.pack()));
    return index;
  }

  /** The mount point is a link: switching it takes one step, as an unmount does. */
  private void mount(String what) {
    try {
      Path next = Files.createSymbolicLink(directory.resolve("next"), directory.resolve(what));
      Files.move(next, directory.resolve("place"), ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class LeavingDriver extends FilterDriver {
    LeavingDriver(RepositoryDriver driver) {
      super(driver);
    }

    private void call() {
      if (callsLeft.getAndDecrement() == 0) {
        mount("empty");
      }
    }

    @Override
    public boolean put(String name, ByteBuffer content) {
      call();
      return super.put(name, content);
    }

    @Override
    public int read(String name, long offsetBytes, ByteBuffer into) {
      call();
      return super.read(name, offsetBytes, into);
    }

    @Override
    public OptionalLong size(String name) {
      call();
      return super.size(name);
    }

    @Override
    public void list(String prefix, Consumer<StoredObject> found) {
      call();
      super.list(prefix, found);
    }

    @Override
    public boolean delete(String name) {
      call();
      return super.delete(name);
    }

    @Override
    public void tidy(Duration age) {
      call();
      super.tidy(age);
    }
  }
}
