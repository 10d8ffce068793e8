package io.holdfast.worker.process;

import static io.holdfast.worker.process.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.grid.call.GridCallException;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.grid.worker.BackupMounts;
import io.holdfast.grid.worker.MountRequest;
import io.holdfast.nbd.NbdException;
import io.holdfast.nbd.client.NbdClient;
import io.holdfast.schema.SchemaDatabase;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.mount.Mounts;
import io.holdfast.schema.repository.Reach;
import io.holdfast.schema.repository.Repositories;
import io.holdfast.schema.repository.RepositoryState;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.DeleteResult;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskState;
import io.holdfast.schema.volume.SnapshotStates;
import io.holdfast.schema.volume.VolumeStatus;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the worker is there for, with one worker that nothing happens to. */
@Tag("processes")
@ExtendWith(SharedStack.class)
final class BackupAndRestoreIT {

  private static final String WORKER = "calm";

  /** What is watched goes on for seconds after its progress was first recorded. */
  private static final long SLOW = 4 * MIB;

  private static Stack stack;
  private static Requests requests;
  private static Path directory;
  private static UUID repository;
  private static Program worker;

  @BeforeAll
  static void start(Stack shared) throws Exception {
    stack = shared;
    requests = new Requests(stack);
    directory = Files.createDirectories(stack.directory.resolve("repository"));
    repository = requests.repository(directory);
    worker = stack.worker(WORKER).awaitReady();
  }

  @AfterAll
  static void end() throws Exception {
    worker.terminate();
    assertThat(worker.output()).doesNotContain("ERROR");
  }

  @AfterEach
  void free() {
    stack.network.free();
  }

  @Test
  void a_worker_that_cannot_reach_the_repository_leaves_its_tasks_to_others() throws Exception {
    Path mount = Files.createDirectories(stack.directory.resolve("not-mounted-everywhere"));
    UUID mounted = requests.repository(mount);
    // In its own view of the machine something empty lies there.
    List<String> elsewhere =
        List.of(
            "unshare",
            "--mount",
            "sh",
            "-c",
            "mount -t tmpfs none " + mount + " && exec \"$@\"",
            "sh");
    assumeThat(System.getProperty("user.name")).as("mounting needs root").isEqualTo("root");
    TestVolume volume = new TestVolume(stack, Stack.DIRECT, 8 * MIB).filled(1, 61);
    var first = requests.backup(volume, mounted, false);
    requests.run(first.taskId(), WORKER);
    try (Program blind = stack.worker(elsewhere, "blind").awaitReady()) {
      var asked = requests.backup(volume, mounted, false);
      stack.dispatch(asked.taskId(), "blind");
      Task task = requests.awaitTask(asked.taskId(), t -> t.state() == TaskState.QUEUED);
      assertThat(task.message())
          .contains("Worker 'blind' could not do it, another one will")
          .contains("Check the path and that it is mounted");
      assertThat(task.failures()).isZero();
      assertThat(new Reach(stack.database).lost())
          .containsEntry(mounted, Set.of(stack.node("blind").incarnation()));
      assertThat(requests.run(asked.taskId(), WORKER).state()).isEqualTo(TaskState.SUCCEEDED);
      assertThat(new Repositories(stack.database).find(mounted).orElseThrow().state())
          .isEqualTo(RepositoryState.READY);
    }
  }

  @Test
  void a_full_backup_restores_to_the_same_bytes_and_makes_the_rest_zeros() throws Exception {
    TestVolume volume = new TestVolume(stack, Stack.DIRECT, 96 * MIB).filled(6, 1);
    Path content = volume.copy();
    var asked = requests.backup(volume, repository, false);
    requests.run(asked.taskId(), WORKER);

    Backup backup = requests.backup(asked.backupId());
    assertThat(backup.status()).isEqualTo(BackupStatus.AVAILABLE);
    assertThat(backup.readBytes()).isEqualTo(48 * MIB);
    assertThat(backup.host()).isEqualTo(WORKER);
    assertThat(requests.volume(volume).status()).isEqualTo(VolumeStatus.AVAILABLE);

    TestVolume larger = new TestVolume(stack, Stack.COPYING, 97 * MIB).filled(3, 99);
    requests.run(requests.restore(asked.backupId(), larger), WORKER);
    TestVolume.run("cmp", "--bytes=" + 96 * MIB, content.toString(), larger.image.toString());
    TestVolume.run(
        "cmp",
        "--ignore-initial=" + 96 * MIB + ":0",
        "--bytes=" + MIB,
        larger.image.toString(),
        "/dev/zero");
    assertThat(requests.volume(larger).status()).isEqualTo(VolumeStatus.AVAILABLE);
  }

  @Test
  void a_backup_is_read_and_written_to_over_nbd_without_a_restore() throws Exception {
    TestVolume volume = new TestVolume(stack, Stack.DIRECT, 48 * MIB).filled(3, 31);
    Path content = volume.copy();
    var asked = requests.backup(volume, repository, false);
    requests.run(asked.taskId(), WORKER);
    BackupMounts mounts = stack.console.mounts(WORKER);
    UUID first = UUID.randomUUID();
    UUID second = UUID.randomUUID();
    MountRequest wanted = MountRequest.of(asked.backupId(), "alice");
    ConnectionInfo reading = mounts.mount(first, wanted);
    ConnectionInfo writing = mounts.mount(second, wanted.taking(true).lasting(true));
    assertThat(mounts.mount(first, wanted)).isEqualTo(reading);
    assertThat(mounts.connection(second)).isEqualTo(writing);
    assertThatThrownBy(() -> mounts.mount(UUID.randomUUID(), wanted))
        .isInstanceOf(GridCallException.class)
        .hasMessageContaining("holdfast.worker.mounts");
    try (NbdClient reader = TestVolume.connect(reading);
        NbdClient writer = TestVolume.connect(writing)) {
      writer.write(MIB - 1, ByteBuffer.allocate(3));
      byte[] expected = Files.readAllBytes(content);
      assertThat(bytes(reader)).isEqualTo(expected);
      Arrays.fill(expected, (int) MIB - 1, (int) MIB + 2, (byte) 0);
      assertThat(bytes(writer)).isEqualTo(expected);
      assertThat(reader.flags().isReadOnly()).isTrue();
      assertThat(mounts.renew(first)).isTrue();
      assertThat(mounts.unmount(first)).isTrue();
      assertThat(mounts.renew(first)).isFalse();
      assertThatThrownBy(() -> bytes(reader)).isInstanceOf(NbdException.class);
    }
    assertThatThrownBy(() -> mounts.mount(first, MountRequest.of(UUID.randomUUID(), "alice")))
        .hasMessageContaining("no longer available");
    assertThat(new BackupSubmission(stack.database).delete(asked.backupId(), Requests.ALICE))
        .isInstanceOf(DeleteResult.Mounted.class);
    // Whoever takes the row away ends the mount, whether or not the worker can be told.
    assertThat(new Mounts(stack.database).end(second)).isTrue();
    await().atMost(Duration.ofSeconds(30)).until(() -> mounts.connection(second) == null);
    requests.run(requests.delete(asked.backupId()), WORKER);
  }

  @Test
  @EnabledIfSystemProperty(named = "holdfast.long", matches = "true")
  void a_mount_ends_with_its_worker_however_that_ends() throws Exception {
    TestVolume volume = new TestVolume(stack, Stack.DIRECT, 16 * MIB).filled(1, 32);
    var asked = requests.backup(volume, repository, false);
    requests.run(asked.taskId(), WORKER);
    Mounts records = new Mounts(stack.database);
    try (Program first = stack.worker("mounting").awaitReady()) {
      stack
          .console
          .mounts("mounting")
          .mount(UUID.randomUUID(), MountRequest.of(asked.backupId(), "alice").lasting(true));
      assertThat(requests.backup(asked.backupId()).mounted()).isTrue();
      first.kill();
    }
    assertThat(records.ofBackup(asked.backupId())).hasSize(1);
    try (Program next = stack.worker("mounting").awaitReady()) {
      assertThat(records.ofBackup(asked.backupId())).isEmpty();
    }
    requests.run(requests.delete(asked.backupId()), WORKER);
  }

  private static byte[] bytes(NbdClient client) throws NbdException {
    ByteBuffer all = ByteBuffer.allocate((int) client.sizeBytes());
    for (int at = 0; at < all.capacity(); at += (int) MIB) {
      client.read(at, all.slice(at, (int) Math.min(MIB, all.capacity() - at)));
    }
    return all.array();
  }

  /** The first backend attaches the snapshot itself, the other one needs a temporary volume. */
  @ParameterizedTest
  @ValueSource(strings = {Stack.DIRECT, Stack.COPYING})
  void a_volume_in_use_is_backed_up_as_it_was_at_one_moment(String backend) throws Exception {
    TestVolume volume = new TestVolume(stack, backend, 64 * MIB).filled(4, 5).inUse();
    Path content = volume.copy();
    long files = TestVolume.files(stack, backend);
    stack.network.limit(SLOW);
    var asked = requests.backup(volume, repository, false);
    stack.dispatch(asked.taskId(), WORKER);
    requests.awaitTask(asked.taskId(), task -> task.bytesDone() > 0);
    Backup running = requests.backup(asked.backupId());
    assertThat(running.tempSnapshotId()).isNotNull();
    assertThat(running.tempVolumeId() == null).isEqualTo(backend.equals(Stack.DIRECT));
    volume.write(0, (int) (64 * MIB), 77); // Somebody goes on using it.
    stack.network.free();
    requests.awaitEnd(asked.taskId(), TaskState.SUCCEEDED);

    assertThat(requests.volume(volume).status()).isEqualTo(VolumeStatus.IN_USE);
    awaitNothingTemporary(asked.backupId());
    await().atMost(Duration.ofSeconds(30)).until(() -> TestVolume.files(stack, backend) == files);
    restoredHolds(asked.backupId(), content);
  }

  @Test
  void a_given_snapshot_is_backed_up_and_stays() throws Exception {
    TestVolume volume = new TestVolume(stack, Stack.COPYING, 32 * MIB).filled(2, 11);
    Path content = volume.copy();
    UUID snapshot = UUID.randomUUID();
    SnapshotStates snapshots = new SnapshotStates(stack.database);
    snapshots.create(snapshot, volume.id, "before", "");
    stack.volumeService().createSnapshot(volume.id, snapshot);
    snapshots.created(snapshot, volume.sizeBytes, SchemaDatabase.now(stack.database));
    volume.write(0, (int) (32 * MIB), 12);
    long files = TestVolume.files(stack, Stack.COPYING);

    var asked = requests.backup(volume, repository, snapshot, false);
    requests.run(asked.taskId(), WORKER);
    restoredHolds(asked.backupId(), content);
    awaitNothingTemporary(asked.backupId());
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> TestVolume.files(stack, Stack.COPYING) == files);
  }

  /** It goes after the end of the task, which is what is seen. */
  private static void awaitNothingTemporary(UUID backupId) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> requests.backup(backupId),
            it -> it.tempSnapshotId() == null && it.tempVolumeId() == null);
  }

  @Test
  void an_incremental_backup_stores_what_changed_and_each_can_be_deleted() throws Exception {
    TestVolume volume = new TestVolume(stack, Stack.DIRECT, 96 * MIB).filled(3, 21);
    Path first = volume.copy();
    var full = requests.backup(volume, repository, false);
    requests.run(full.taskId(), WORKER);
    volume.write(20 * MIB, (int) MIB, 22);
    Path second = volume.copy();
    var increment = requests.backup(volume, repository, true);
    requests.run(increment.taskId(), WORKER);

    Backup child = requests.backup(increment.backupId());
    assertThat(child.parentId()).isEqualTo(full.backupId());
    assertThat(child.storedBytes()).isLessThan(2 * MIB);
    volume.write(0, (int) (96 * MIB), 23);
    requests.run(requests.restore(increment.backupId(), volume), WORKER);
    volume.holds(second);
    requests.run(requests.delete(increment.backupId()), WORKER);
    requests.run(requests.restore(full.backupId(), volume), WORKER);
    volume.holds(first);
    requests.run(requests.delete(full.backupId()), WORKER);
    assertThat(directory.resolve("backups").resolve(full.backupId().toString())).doesNotExist();
  }

  @Test
  void a_cancelled_backup_frees_everything() throws Exception {
    TestVolume volume = new TestVolume(stack, Stack.COPYING, 96 * MIB).filled(3, 41).inUse();
    long files = TestVolume.files(stack, Stack.COPYING);
    stack.network.limit(SLOW);
    var asked = requests.backup(volume, repository, false);
    stack.dispatch(asked.taskId(), WORKER);
    requests.awaitTask(asked.taskId(), task -> task.bytesDone() > 0);
    requests.cancel(asked.taskId());
    Task task = requests.awaitEnd(asked.taskId(), TaskState.CANCELLED);

    assertThat(task.message()).contains("alice");
    assertThat(requests.backup(asked.backupId()).status()).isEqualTo(BackupStatus.ERROR);
    assertThat(requests.volume(volume).status()).isEqualTo(VolumeStatus.IN_USE);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> TestVolume.files(stack, Stack.COPYING) == files);
    requests.run(requests.delete(asked.backupId()), WORKER);
  }

  @Test
  void a_cancelled_restore_says_that_the_volume_is_unfinished() throws Exception {
    TestVolume volume = new TestVolume(stack, Stack.DIRECT, 96 * MIB).filled(3, 51);
    Path content = volume.copy();
    var asked = requests.backup(volume, repository, false);
    requests.run(asked.taskId(), WORKER);
    TestVolume target = new TestVolume(stack, Stack.DIRECT, 96 * MIB);
    stack.network.limit(SLOW);
    UUID restore = requests.restore(asked.backupId(), target);
    stack.dispatch(restore, WORKER);
    requests.awaitTask(restore, task -> task.bytesDone() > 0);
    requests.cancel(restore);
    stack.console.worker(WORKER).cancel(restore);
    requests.awaitEnd(restore, TaskState.CANCELLED);
    assertThat(requests.volume(target).status()).isEqualTo(VolumeStatus.ERROR_RESTORING);
    assertThat(requests.backup(asked.backupId()).status()).isEqualTo(BackupStatus.AVAILABLE);

    stack.network.free();
    requests.run(requests.restore(asked.backupId(), target), WORKER);
    target.holds(content);
  }

  @Test
  void a_volume_that_is_gone_or_has_shrunk_is_named() throws Exception {
    TestVolume gone = new TestVolume(stack, Stack.DIRECT, 16 * MIB).filled(1, 61);
    Files.delete(gone.image);
    failed(requests.backup(gone, repository, false).taskId(), gone.id.toString());
    assertThat(requests.volume(gone).status()).isEqualTo(VolumeStatus.AVAILABLE);

    TestVolume shrunk = new TestVolume(stack, Stack.DIRECT, 16 * MIB).filled(1, 62);
    try (FileChannel image = FileChannel.open(shrunk.image, StandardOpenOption.WRITE)) {
      image.truncate(8 * MIB);
    }
    failed(requests.backup(shrunk, repository, false).taskId(), Long.toString(8 * MIB));

    TestVolume whole = new TestVolume(stack, Stack.DIRECT, 16 * MIB).filled(1, 63);
    var asked = requests.backup(whole, repository, false);
    requests.run(asked.taskId(), WORKER);
    failed(requests.restore(asked.backupId(), shrunk), Long.toString(8 * MIB));
    assertThat(requests.backup(asked.backupId()).status()).isEqualTo(BackupStatus.AVAILABLE);
  }

  @Test
  void a_second_process_of_the_name_is_told_who_has_it() throws Exception {
    try (Program second = stack.worker(WORKER)) {
      assertThat(second.awaitEnd()).isEqualTo(1);
      assertThat(second.output())
          .contains("Another worker runs under the name 'calm'")
          .contains("holdfast.grid.host");
    }
    try (Program elsewhere =
        stack.worker(
            WORKER, "--holdfast.worker.state=" + stack.directory.resolve("another-machine"))) {
      assertThat(elsewhere.awaitEnd()).isEqualTo(1);
      assertThat(elsewhere.output()).contains("Another worker runs under the name 'calm'");
    }
  }

  private static void failed(UUID taskId, String words) {
    stack.dispatch(taskId, WORKER);
    Task task = requests.awaitEnd(taskId, TaskState.FAILED);
    assertThat(task.message()).contains(words);
  }

  private static void restoredHolds(UUID backup, Path content) throws Exception {
    TestVolume target = new TestVolume(stack, Stack.DIRECT, Files.size(content));
    requests.run(requests.restore(backup, target), WORKER);
    target.holds(content);
  }
}
