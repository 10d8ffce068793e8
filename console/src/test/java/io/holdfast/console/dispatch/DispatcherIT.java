package io.holdfast.console.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.attachment.AttachmentMode;
import io.holdfast.schema.attachment.Attachments;
import io.holdfast.schema.attachment.NewAttachment;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupQueries;
import io.holdfast.schema.backup.BackupStates;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.NodeRole;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.task.TaskQueries;
import io.holdfast.schema.task.TaskState;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.schema.volume.Backends;
import io.holdfast.schema.volume.NewVolume;
import io.holdfast.schema.volume.VolumeStates;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jooq.DSLContext;
import org.jooq.ExecuteListener;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DispatcherIT {

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private Fixtures fixtures;
  private FakeGrid grid;
  private Dispatcher dispatcher;
  private String round;

  @BeforeEach
  void start() {
    fixtures = new Fixtures(database.context());
    round = UUID.randomUUID().toString();
    grid = new FakeGrid(database.context());
    dispatcher = new Dispatcher(grid, database.context(), Duration.ZERO);
  }

  @AfterEach
  void stop() {
    dispatcher.close();
    // Tests share the database: nothing of this one may be handed out in the next.
    database.context().execute("truncate task, attachment, node, backup, volume cascade");
    new Backends(database.context()).limit(Fixtures.BACKEND, null);
  }

  @Test
  void every_task_is_handed_out_once_and_spread_over_the_workers() {
    Owner a = worker("a");
    Owner b = worker("b");
    List<UUID> tasks = submit(4);

    dispatcher.start();

    await()
        .untilAsserted(() -> assertThat(grid.accepted).containsExactlyInAnyOrderElementsOf(tasks));
    assertThat(tasks.stream().map(id -> task(id).incarnation()).toList())
        .containsOnly(a.incarnation(), b.incarnation())
        .hasSize(4);
    assertThat(tasks.stream().filter(id -> a.host().equals(task(id).host()))).hasSize(2);
  }

  @Test
  void two_dispatchers_at_once_hand_out_nothing_twice() {
    IntStream.range(0, 10).forEach(i -> worker("w" + i));
    List<UUID> tasks = submit(20);
    try (var second = new Dispatcher(grid, database.context(), Duration.ZERO)) {
      dispatcher.start();
      second.start();

      await().untilAsserted(() -> assertThat(grid.accepted).hasSize(20));
      assertThat(new HashSet<>(grid.accepted)).containsExactlyInAnyOrderElementsOf(tasks);
    }
  }

  @Test
  void a_worker_that_joins_takes_what_waits() {
    List<UUID> tasks = submit(1);
    dispatcher.start();
    worker("late");
    dispatcher.nudge();

    await().untilAsserted(() -> assertThat(grid.accepted).containsExactlyElementsOf(tasks));
  }

  @Test
  void a_draining_worker_is_offered_nothing() {
    Owner draining = worker("draining");
    new NodeLeases(database.context()).drain(NodeRole.WORKER, draining.host());
    Owner other = worker("other");
    List<UUID> tasks = submit(2);

    dispatcher.start();

    await().untilAsserted(() -> assertThat(grid.accepted).hasSize(2));
    assertThat(tasks).allSatisfy(id -> assertThat(task(id).host()).isEqualTo(other.host()));
  }

  @Test
  void a_worker_that_cannot_be_asked_holds_up_nobody() {
    Owner gone = worker("a-gone");
    grid.unreachable(gone.host());
    Owner there = worker("there");
    List<UUID> tasks = submit(2);

    dispatcher.start();

    await().untilAsserted(() -> assertThat(grid.accepted).hasSize(2));
    assertThat(tasks).allSatisfy(id -> assertThat(task(id).host()).isEqualTo(there.host()));
  }

  @Test
  void a_backends_limit_is_kept() {
    new Backends(database.context()).limit(Fixtures.BACKEND, 1);
    worker("a");
    List<UUID> tasks = submit(2);

    dispatcher.start();
    await().untilAsserted(() -> assertThat(grid.accepted).hasSize(1));
    new OfferRound(grid, database.context(), Runnable::run, () -> {}).run();

    assertThat(tasks.stream().filter(id -> task(id).state() == TaskState.QUEUED)).hasSize(1);
  }

  @Test
  void a_claim_while_the_queue_is_looked_at_sends_nobody_more_than_it_has_slots_for() {
    Owner worker = worker("full");
    grid.slots(worker.host(), 2);
    submit(3);
    Queue<Runnable> calls = new ArrayDeque<>();
    DSLContext inBetween = beforeBackendsAreRead(() -> calls.forEach(Runnable::run));
    OfferRound offers = new OfferRound(grid, inBetween, calls::add, () -> {});

    offers.run();
    assertThat(calls).as("offers on their way").hasSize(2);
    offers.run();

    assertThat(calls).as("no third one").hasSize(2);
    assertThat(grid.accepted).hasSize(2);
    assertThat(grid.busy).hasValue(0);
  }

  private static DSLContext beforeBackendsAreRead(Runnable happens) {
    ExecuteListener listener =
        ExecuteListener.onExecuteStart(statement -> {
          if (String.valueOf(statement.sql()).contains("from \"backend\"")) {
            happens.run();
          }
        });
    return DSL.using(database.context().configuration().deriveAppending(listener));
  }

  @Test
  void a_dead_workers_attachments_are_cut_before_its_tasks_go_to_another() {
    Owner dead = worker("dead");
    UUID task = attached(dead, Fixtures.BACKEND);
    UUID attachment =
        new Attachments(database.context()).liveOf(dead.incarnation()).getFirst().id();
    grid.volumeServiceReachable = false;
    fixtures.expireLease(dead);
    var fencing = new Fencing(grid, database.context(), Fencing.LOST_AFTER, Runnable::run);

    fencing.run();
    assertThat(task(task).host()).as("not before the cut").isEqualTo(dead.host());
    assertThat(new NodeLeases(database.context()).renew(dead.incarnation(), Duration.ofHours(1)))
        .as("a closed incarnation cannot come back")
        .isEmpty();

    grid.volumeServiceReachable = true;
    Owner heir = worker("heir");
    dispatcher.start();

    await().untilAsserted(() -> assertThat(task(task).host()).isEqualTo(heir.host()));
    assertThat(grid.cut).contains(attachment);
  }

  @Test
  void a_storage_that_hangs_holds_up_only_its_own() {
    String other = "other-" + round;
    new Backends(database.context())
        .report(other, "storage-" + round, "nova", Map.of(), null, null);
    Owner first = fixtures.worker("first");
    UUID stuck = attached(first, Fixtures.BACKEND);
    Owner second = fixtures.worker("second");
    UUID free = attached(second, other);
    Owner third = fixtures.worker("third");
    UUID later = attached(third, other);
    CountDownLatch hangs = grid.hang("storage");
    fixtures.expireLease(first);
    fixtures.expireLease(second);
    Owner heir = worker("heir");
    dispatcher.start();

    await().untilAsserted(() -> assertThat(task(free).host()).isEqualTo(heir.host()));
    fixtures.expireLease(third);
    await().untilAsserted(() -> assertThat(task(later).host()).isEqualTo(heir.host()));
    assertThat(task(stuck).host()).as("not before the cut").isEqualTo(first.host());

    Owner another = worker("another");
    hangs.countDown();
    await().untilAsserted(() -> assertThat(task(stuck).host()).isEqualTo(another.host()));
  }

  @Test
  void what_a_worker_left_that_does_not_come_back_is_given_to_the_others() {
    Owner lost = worker("lost");
    CreateResult.Accepted backup = fixtures.running(fixtures.volume("v-" + round), lost);
    var states = new BackupStates(database.context());
    states.temporaryVolumePlanned(backup.backupId(), lost, UUID.randomUUID());
    new TaskCompletion(database.context()).failed(backup.taskId(), lost, "broken");
    fixtures.expireLease(lost);
    var backups = new BackupQueries(database.context());

    new Fencing(grid, database.context(), Fencing.LOST_AFTER, Runnable::run).run();
    assertThat(backups.find(backup.backupId()).orElseThrow().host()).isEqualTo(lost.host());
    new Fencing(grid, database.context(), Duration.ofMillis(-1000), Runnable::run).run();
    assertThat(backups.withTemporaryLeftovers())
        .singleElement()
        .returns(null, Backup::host)
        .returns(backup.backupId(), Backup::id);
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(30));
  }

  private Owner worker(String name) {
    Owner worker = fixtures.worker(name);
    grid.join(worker);
    return worker;
  }

  /** A task of a worker that reads a volume on a backend. */
  private UUID attached(Owner worker, String backend) {
    UUID volume = UUID.randomUUID();
    var volumes = new VolumeStates(database.context());
    volumes.create(
        new NewVolume(
            volume, Projects.DEFAULT_ID, "v-" + round, "", Fixtures.GIB, backend, Map.of()));
    volumes.created(volume, Fixtures.GIB);
    UUID task = fixtures.running(volume, worker).taskId();
    UUID attachment = UUID.randomUUID();
    var attachments = new Attachments(database.context());
    attachments.open(
        NewAttachment.ofVolume(attachment, task, volume, backend, AttachmentMode.RO), worker);
    attachments.attached(attachment, worker);
    return task;
  }

  private List<UUID> submit(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> fixtures.submit(fixtures.volume("v" + i + "-" + round)).taskId())
        .toList();
  }

  private Task task(UUID id) {
    return new TaskQueries(database.context()).find(id).orElseThrow();
  }
}
