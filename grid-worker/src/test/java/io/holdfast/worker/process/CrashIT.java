package io.holdfast.worker.process;

import static io.holdfast.schema.generated.Tables.BACKUP_SEGMENT;
import static io.holdfast.worker.process.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.grid.worker.RunReply;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskState;
import io.holdfast.schema.volume.VolumeStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens when something dies, freezes or is cut off in the middle. */
@Tag("processes")
@ExtendWith(SharedStack.class)
final class CrashIT {

  private static final long SLOW = 4 * MIB;

  private static Stack stack;
  private static Requests requests;
  private static UUID repository;
  private static Program alpha;
  private static Program beta;

  @BeforeAll
  static void start(Stack shared) throws Exception {
    stack = shared;
    requests = new Requests(stack);
    repository = requests.repository();
    alpha = stack.worker("alpha");
    beta = stack.worker("beta").awaitReady();
    alpha.awaitReady();
  }

  @AfterAll
  static void end() throws Exception {
    alpha.close();
    beta.close();
  }

  @BeforeEach
  void slow() {
    stack.network.limit(SLOW);
  }

  @AfterEach
  void free() throws Exception {
    stack.network.free();
    if (!alpha.isAlive()) {
      alpha = stack.worker("alpha").awaitReady();
    }
  }

  /**
   * The first of eight segments is recorded when it returns, and the network needs half a minute
   * for the rest.
   */
  private static CreateResult.Accepted halfDone(TestVolume volume, String host) {
    stack.network.limit(2 * SLOW);
    var asked = requests.backup(volume, repository, false);
    stack.dispatch(asked.taskId(), host);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            stack.database.fetchExists(
                BACKUP_SEGMENT, BACKUP_SEGMENT.BACKUP_ID.eq(asked.backupId())));
    return asked;
  }

  @Test
  void a_killed_worker_goes_on_with_its_backup_when_it_starts_again() throws Exception {
    TestVolume volume = new TestVolume(stack, Stack.COPYING, 512 * MIB).filled(16, 1).inUse();
    Path content = volume.copy();
    long files = TestVolume.files(stack, Stack.COPYING);
    CreateResult.Accepted asked = halfDone(volume, "alpha");
    Backup before = requests.backup(asked.backupId());
    alpha.kill();
    volume.write(0, (int) (128 * MIB), 2);
    stack.network.free();
    long passed = stack.network.passedBytes();

    alpha = stack.worker("alpha").awaitReady();
    requests.awaitTask(asked.taskId(), task -> task.state() == TaskState.QUEUED);
    assertThat(requests.backup(asked.backupId()).tempSnapshotId())
        .as("the snapshot that was half read")
        .isEqualTo(before.tempSnapshotId())
        .isNotNull();
    Task task = requests.run(asked.taskId(), "alpha");
    assertThat(task.attempt()).isEqualTo(2);
    assertThat(task.failures()).isZero();
    assertThat(stack.network.passedBytes() - passed)
        .as("read after the restart, of 256 MiB in all")
        .isLessThan(230 * MIB);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> TestVolume.files(stack, Stack.COPYING) == files);
    restoredHolds(asked.backupId(), content);
  }

  @Test
  void another_worker_finishes_the_restore_of_a_killed_one() throws Exception {
    TestVolume volume = new TestVolume(stack, Stack.DIRECT, 64 * MIB).filled(4, 11);
    Path content = volume.copy();
    stack.network.free();
    var asked = requests.backup(volume, repository, false);
    requests.run(asked.taskId(), "beta");
    TestVolume target = new TestVolume(stack, Stack.DIRECT, 64 * MIB).filled(1, 12);
    stack.network.limit(SLOW);
    UUID restore = requests.restore(asked.backupId(), target);
    stack.dispatch(restore, "alpha");
    requests.awaitTask(restore, task -> task.bytesDone() > 0);
    alpha.kill();
    stack.fence("alpha");
    stack.network.free();
    assertThat(requests.run(restore, "beta").host()).isEqualTo("beta");
    target.holds(content);
  }

  @Test
  void a_frozen_worker_writes_nothing_when_it_wakes_up_and_begins_anew() throws Exception {
    TestVolume volume = new TestVolume(stack, Stack.DIRECT, 64 * MIB).filled(4, 21);
    Path content = volume.copy();
    stack.network.free();
    var asked = requests.backup(volume, repository, false);
    requests.run(asked.taskId(), "beta");
    TestVolume target = new TestVolume(stack, Stack.DIRECT, 64 * MIB).filled(1, 22);
    stack.network.limit(SLOW);
    UUID restore = requests.restore(asked.backupId(), target);
    stack.dispatch(restore, "alpha");
    requests.awaitTask(restore, task -> task.bytesDone() > 0);
    UUID incarnation = stack.node("alpha").incarnation();
    alpha.signal("STOP");
    stack.fence("alpha");
    stack.network.free();
    requests.run(restore, "beta");
    target.holds(content);
    target.write(0, (int) MIB, 23);
    Path changed = target.copy();

    alpha.signal("CONT");
    alpha.awaitOutput("goes on as a new incarnation");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> stack.isLive("alpha") && !stack.node("alpha").incarnation().equals(incarnation));
    target.holds(changed);
    assertThat(requests.task(restore).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(requests.task(restore).host()).isEqualTo("beta");
    restoredHolds(asked.backupId(), content);
  }

  @Test
  void a_restart_of_the_database_fails_nothing() throws Exception {
    TestVolume volume = new TestVolume(stack, Stack.DIRECT, 64 * MIB).filled(4, 31);
    Path content = volume.copy();
    stack.network.limit(4 * MIB);
    var asked = requests.backup(volume, repository, false);
    stack.dispatch(asked.taskId(), "alpha");
    requests.awaitTask(asked.taskId(), task -> task.bytesDone() > 0);
    stack.postgres.stop();
    try {
      alpha.awaitOutput("all reading and writing waits until the database is back");
    } finally {
      stack.postgres.startAgain();
    }
    stack.network.free();
    Task task = requests.awaitEnd(asked.taskId(), TaskState.SUCCEEDED);
    assertThat(task.attempt()).isOne();
    restoredHolds(asked.backupId(), content);
  }

  @Test
  void a_volume_service_that_dies_is_waited_for() throws Exception {
    TestVolume volume = new TestVolume(stack, Stack.COPYING, 64 * MIB).filled(4, 41).inUse();
    Path content = volume.copy();
    long files = TestVolume.files(stack, Stack.COPYING);
    stack.network.limit(4 * MIB);
    var asked = requests.backup(volume, repository, false);
    stack.dispatch(asked.taskId(), "beta");
    requests.awaitTask(asked.taskId(), task -> task.bytesDone() > 0);
    stack.killVolumeService();
    stack.network.free();
    Task waiting = requests.awaitTask(asked.taskId(), task -> task.state() == TaskState.QUEUED);
    assertThat(waiting.message()).contains("cannot be");
    assertThat(waiting.failures()).isOne();
    volume.write(0, (int) (64 * MIB), 42);
    stack.startVolumeServiceAgain();
    requests.run(asked.taskId(), "beta");
    restoredHolds(asked.backupId(), content);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> TestVolume.files(stack, Stack.COPYING) == files);
  }

  @Test
  void a_backup_that_is_cancelled_while_it_waits_leaves_nothing_temporary() throws Exception {
    TestVolume volume = new TestVolume(stack, Stack.COPYING, 64 * MIB).filled(4, 43).inUse();
    long files = TestVolume.files(stack, Stack.COPYING);
    stack.network.limit(4 * MIB);
    var asked = requests.backup(volume, repository, false);
    stack.dispatch(asked.taskId(), "beta");
    requests.awaitTask(asked.taskId(), task -> task.bytesDone() > 0);
    stack.killVolumeService();
    stack.network.free();
    requests.awaitTask(asked.taskId(), task -> task.state() == TaskState.QUEUED);
    requests.cancel(asked.taskId());
    requests.awaitTask(asked.taskId(), task -> task.state() == TaskState.CANCELLED);
    stack.startVolumeServiceAgain();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> TestVolume.files(stack, Stack.COPYING) == files);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> requests.backup(asked.backupId()).tempSnapshotId() == null);
  }

  @Test
  void broken_connections_are_made_anew() throws Exception {
    TestVolume volume = new TestVolume(stack, Stack.DIRECT, 64 * MIB).filled(4, 51);
    stack.network.limit(SLOW);
    var asked = requests.backup(volume, repository, false);
    stack.dispatch(asked.taskId(), "beta");
    requests.awaitTask(asked.taskId(), task -> task.bytesDone() > 0);
    stack.network.cut();
    beta.awaitOutput("Connected anew to Volume " + volume.id);
    stack.network.free();
    assertThat(requests.awaitEnd(asked.taskId(), TaskState.SUCCEEDED).attempt()).isOne();
    restoredHolds(asked.backupId(), volume.copy());
  }

  @Test
  void a_worker_that_is_stopped_hands_its_tasks_back() throws Exception {
    TestVolume volume = new TestVolume(stack, Stack.DIRECT, 64 * MIB).filled(4, 61);
    stack.network.limit(4 * MIB);
    var asked = requests.backup(volume, repository, false);
    stack.dispatch(asked.taskId(), "alpha");
    requests.awaitTask(asked.taskId(), task -> task.bytesDone() > 0);
    alpha.terminate();
    Task task = requests.task(asked.taskId());
    assertThat(task.state()).isEqualTo(TaskState.QUEUED);
    assertThat(task.failures()).isZero();
    assertThat(requests.backup(asked.backupId()).host()).isNull();
    assertThat(requests.volume(volume).status()).isEqualTo(VolumeStatus.BACKING_UP);
    stack.network.free();
    requests.run(asked.taskId(), "beta");
    restoredHolds(asked.backupId(), volume.copy());
  }

  @Test
  void of_two_that_are_offered_a_task_one_takes_it() throws Exception {
    TestVolume volume = new TestVolume(stack, Stack.DIRECT, 16 * MIB).filled(1, 71);
    stack.network.free();
    var asked = requests.backup(volume, repository, false);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<RunReply>> replies =
          threads.invokeAll(
              List.<Callable<RunReply>>of(
                  () -> stack.console.worker("alpha").run(asked.taskId()),
                  () -> stack.console.worker("beta").run(asked.taskId())));
      assertThat(List.of(replies.get(0).get(), replies.get(1).get()))
          .containsExactlyInAnyOrder(RunReply.ACCEPTED, RunReply.LOST);
    }
    assertThat(requests.awaitEnd(asked.taskId(), TaskState.SUCCEEDED).attempt()).isOne();
  }

  private static void restoredHolds(UUID backup, Path content) throws Exception {
    stack.network.free();
    TestVolume target = new TestVolume(stack, Stack.DIRECT, Files.size(content));
    requests.run(requests.restore(backup, target), "beta");
    target.holds(content);
  }
}
