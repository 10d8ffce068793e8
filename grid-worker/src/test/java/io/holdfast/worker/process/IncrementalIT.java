package io.holdfast.worker.process;

import static io.holdfast.schema.generated.Tables.BACKUP_SEGMENT;
import static io.holdfast.worker.process.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.schema.SchemaDatabase;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskState;
import io.holdfast.schema.volume.SnapshotStates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Incremental backups read what changed, and hold what a full read would have found. */
@Tag("processes")
@ExtendWith(SharedStack.class)
final class IncrementalIT {

  private static final String WORKER = "incremental";
  private static final int CHUNK = 64 * 1024;

  private static Stack stack;
  private static Requests requests;
  private static UUID repository;
  private static Program worker;

  @BeforeAll
  static void start(Stack shared) throws Exception {
    stack = shared;
    requests = new Requests(stack);
    repository = requests.repository();
    worker = stack.worker(WORKER).awaitReady();
  }

  @AfterAll
  static void end() throws Exception {
    worker.close();
  }

  @AfterEach
  void free() throws Exception {
    stack.network.free();
    if (!worker.isAlive()) {
      worker = stack.worker(WORKER).awaitReady();
    }
  }

  private static Backup full(TestVolume volume) {
    return done(requests.backup(volume, repository, false));
  }

  private static Backup increment(TestVolume volume) {
    return done(requests.backup(volume, repository, true));
  }

  private static Backup done(CreateResult.Accepted asked) {
    assertThat(requests.run(asked.taskId(), WORKER).message()).isNull();
    return requests.backup(asked.backupId());
  }

  private static void holds(Backup backup, Path content) throws Exception {
    TestVolume target = new TestVolume(stack, Stack.DIRECT, Files.size(content));
    requests.run(requests.restore(backup.id(), target), WORKER);
    target.holds(content);
    stack.volumeService().deleteVolume(target.id);
    Files.delete(content);
  }

  @Test
  void one_change_is_one_chunk_to_read() throws Exception {
    TestVolume volume = new TestVolume(stack, Stack.DIRECT, 96 * MIB).filled(3, 1);
    Backup full = full(volume);
    assertThat(full.readBytes()).isEqualTo(48 * MIB);
    volume.writeAttached(20 * MIB, 1, 11);
    // Somebody's own snapshot in between, which is gone again.
    UUID snapshot = UUID.randomUUID();
    stack.volumeService().createSnapshot(volume.id, snapshot);
    volume.writeAttached(90 * MIB - 1, 2, 12);
    stack.volumeService().deleteSnapshot(snapshot);
    long passed = stack.network.passedBytes();
    Backup child = increment(volume);
    assertThat(child.parentId()).isEqualTo(full.id());
    assertThat(child.readBytes()).isEqualTo(3L * CHUNK);
    assertThat(stack.network.passedBytes() - passed).as("with the sample").isLessThan(4 * MIB);
    holds(child, volume.copy());

    Backup unchanged = increment(volume);
    assertThat(unchanged.readBytes()).isZero();
    holds(unchanged, volume.copy());
    assertThat(full(volume).readBytes()).as("a full one asks nobody").isGreaterThan(47 * MIB);
  }

  @Test
  void snapshots_are_marks_also_where_they_are_read_by_a_copy() throws Exception {
    TestVolume volume = new TestVolume(stack, Stack.COPYING, 32 * MIB).filled(2, 21);
    assertThat(ofSnapshot(volume, false).readBytes()).isEqualTo(16 * MIB);
    volume.writeAttached(9 * MIB, CHUNK, 22);
    Backup second = ofSnapshot(volume, true);
    assertThat(second.readBytes()).isEqualTo(CHUNK);
    volume.writeAttached(3 * MIB, CHUNK, 23);
    Backup ofVolume = increment(volume);
    assertThat(ofVolume.parentId()).isEqualTo(second.id());
    assertThat(ofVolume.readBytes()).isEqualTo(CHUNK);
    holds(ofVolume, volume.copy());
  }

  private static Backup ofSnapshot(TestVolume volume, boolean incremental) {
    UUID snapshot = UUID.randomUUID();
    SnapshotStates snapshots = new SnapshotStates(stack.database);
    snapshots.create(snapshot, volume.id, "before", "");
    stack.volumeService().createSnapshot(volume.id, snapshot);
    snapshots.created(snapshot, volume.sizeBytes, SchemaDatabase.now(stack.database));
    Backup backup = done(requests.backup(volume, repository, snapshot, incremental));
    assertThat(backup.mark()).isEqualTo(snapshot);
    return backup;
  }

  @Test
  void a_restore_over_the_volume_is_a_change() throws Exception {
    TestVolume volume = new TestVolume(stack, Stack.DIRECT, 16 * MIB).filled(2, 31);
    Backup full = full(volume);
    volume.writeAttached(4 * MIB, (int) MIB, 32);
    increment(volume);
    requests.run(requests.restore(full.id(), volume), WORKER);
    Backup after = increment(volume);
    assertThat(after.readBytes()).isGreaterThanOrEqualTo(MIB);
    holds(after, volume.copy());
  }

  @Test
  void information_that_is_wrong_is_found_out_and_a_person_is_told() throws Exception {
    TestVolume volume = new TestVolume(stack, Stack.DIRECT, 16 * MIB).filled(1, 41);
    full(volume);
    FileTime time = Files.getLastModifiedTime(volume.image);
    volume.write(0, (int) (16 * MIB), 42);
    Files.setLastModifiedTime(volume.image, time);
    var asked = requests.backup(volume, repository, true);
    Task task = requests.run(asked.taskId(), WORKER);
    assertThat(task.message())
        .contains("everything was read")
        .contains("of volume " + volume.id)
        .contains("mark the volume as in use");
    Backup backup = requests.backup(asked.backupId());
    assertThat(backup.readBytes()).isEqualTo(16 * MIB);
    holds(backup, volume.copy());
    assertThat(increment(volume).readBytes()).as("it is right again").isZero();
  }

  @Test
  void a_backup_that_is_gone_on_with_keeps_its_first_mark() throws Exception {
    TestVolume volume = new TestVolume(stack, Stack.DIRECT, 512 * MIB).filled(16, 51);
    // The first of eight segments is done after four seconds.
    stack.network.limit(8 * MIB);
    var asked = requests.backup(volume, repository, false);
    stack.dispatch(asked.taskId(), WORKER);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            stack.database.fetchExists(
                BACKUP_SEGMENT, BACKUP_SEGMENT.BACKUP_ID.eq(asked.backupId())));
    UUID mark = requests.backup(asked.backupId()).mark();
    assertThat(mark).isNotNull();
    worker.kill();
    stack.network.free();
    worker = stack.worker(WORKER).awaitReady();
    requests.awaitTask(asked.taskId(), task -> task.state() == TaskState.QUEUED);
    assertThat(done(asked).mark()).isEqualTo(mark);
    volume.writeAttached(0, CHUNK, 52);
    Backup child = increment(volume);
    assertThat(child.readBytes()).isEqualTo(CHUNK);
    holds(child, volume.copy());
  }

  private static void restartVolumeService() throws Exception {
    stack.killVolumeService();
    stack.startVolumeServiceAgain();
  }

  /**
   * What happens between backups is random; each incremental one is compared with the volume, and
   * where nothing gave rise to doubt it has read no more than was written.
   */
  @ParameterizedTest
  @ValueSource(longs = 1)
  void whatever_happens_in_between(long seed) throws Exception {
    Random random = new Random(seed);
    TestVolume volume = new TestVolume(stack, Stack.DIRECT, 130 * MIB + 512).filled(20, seed);
    List<UUID> snapshots = new ArrayList<>();
    full(volume);
    boolean doubt = false;
    long written = 0;
    int small = 0;
    for (int step = 0; step < 30; step++) {
      int length = 1 + random.nextInt(3 * CHUNK);
      long at = random.nextLong(volume.sizeBytes - length);
      switch (random.nextInt(15)) {
        case 0, 1, 2, 3, 4 -> {
          volume.writeAttached(at, length, step);
          written += (at + length - 1) / CHUNK - at / CHUNK + 1;
        }
        case 5, 6 -> {
          snapshots.add(UUID.randomUUID());
          stack.volumeService().createSnapshot(volume.id, snapshots.getLast());
        }
        case 7 -> {
          if (!snapshots.isEmpty()) {
            stack.volumeService().deleteSnapshot(snapshots.removeFirst());
          }
        }
        case 8 -> {
          volume.write(at, length, step);
          doubt = true;
        }
        case 9 -> restartVolumeService();
        case 10 -> {
          volume.writeAttached(at, length, step, IncrementalIT::restartVolumeService);
          doubt = true;
        }
        default -> {
          Backup backup = increment(volume);
          if (!doubt) {
            assertThat(backup.readBytes()).isLessThanOrEqualTo(written * CHUNK);
            small++;
          }
          holds(backup, volume.copy());
          doubt = false;
          written = 0;
        }
      }
    }
    assertThat(small).isGreaterThan(2);
  }
}
