package io.holdfast.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.call.GridCallException;
import io.holdfast.grid.call.GridOffers;
import io.holdfast.grid.volume.BackendReport;
import io.holdfast.grid.volume.VolumeServiceException;
import io.holdfast.grid.worker.RunReply;
import io.holdfast.grid.worker.TaskProgress;
import io.holdfast.grid.worker.WorkerControl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.ignite.IgniteCompute;
import org.apache.ignite.failure.FailureContext;
import org.apache.ignite.failure.FailureType;
import org.apache.ignite.internal.IgniteEx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GridNodeIT {

  @TempDir static Path directory;
  private static TestGrid grid;
  private static GridNode console;
  private static GridNode alpha;
  private static final CountDownLatch gate = new CountDownLatch(1);
  private static final UUID slow = UUID.randomUUID();
  private static final UUID refused = UUID.randomUUID();
  private static final UUID broken = UUID.randomUUID();

  @BeforeAll
  static void join() throws Exception {
    grid = new TestGrid(directory);
    console = grid.join(GridRole.CONSOLE, "console");
    alpha =
        grid.join(
            GridRole.WORKER, "alpha", GridOffers.none().with(WorkerControl.class, new Alpha()));
  }

  @AfterAll
  static void leave() throws Exception {
    gate.countDown();
    grid.close();
  }

  @Test
  void a_node_that_was_put_out_of_the_grid_joins_anew_in_the_same_process() throws Exception {
    GridOffers offers = GridOffers.none().with(WorkerControl.class, new Alpha());
    try (GridNode frozen = grid.join(GridRole.WORKER, "frozen", offers)) {
      IgniteCompute compute = frozen.node().computeAt(GridRole.WORKER, "frozen").orElseThrow();
      IgniteEx ignite = (IgniteEx) compute.clusterGroup().ignite();

      ignite.context().failure().process(new FailureContext(FailureType.SEGMENTATION, null));

      assertThat(frozen.members(GridRole.CONSOLE)).as("it knows that it is out").isEmpty();
      await().until(() -> frozen.member(GridRole.CONSOLE, "console").isPresent());
      await()
          .ignoreExceptions()
          .until(() -> console.worker("frozen").run(UUID.randomUUID()) == RunReply.ACCEPTED);
      assertThat(console.member(GridRole.WORKER, "frozen")).contains(frozen.self());
      assertThat(grid.failures).isEmpty();
    }
  }

  @Test
  void a_backend_that_an_earlier_version_reports_is_in_no_zone() {
    IgniteCompute compute = console.node().computeAt(GridRole.WORKER, "alpha").orElseThrow();
    BackendReport earlier =
        ((IgniteEx) compute.clusterGroup().ignite())
            .binary()
            .builder(BackendReport.class.getName())
            .setField("name", "fast")
            .setField("type", "file")
            .setField("attachesSnapshots", true)
            .setField("sharesSnapshotData", false)
            .setField("totalBytes", 10L)
            .setField("freeBytes", 5L)
            .build()
            .deserialize();
    assertThat(earlier).isEqualTo(new BackendReport("fast", "file", true, false, 10, 5));
    assertThat(earlier.availabilityZone()).isEmpty();
  }

  @Test
  void members_see_each_other_by_role_and_host() {
    assertThat(console.members(GridRole.WORKER)).containsExactly(alpha.self());
    assertThat(alpha.member(GridRole.CONSOLE, "console")).contains(console.self());
    assertThat(alpha.members(GridRole.VOLUME_SERVICE)).isEmpty();
  }

  @Test
  void a_call_comes_back_with_its_value() {
    assertThat(console.worker("alpha").run(UUID.randomUUID())).isEqualTo(RunReply.ACCEPTED);
    assertThat(console.worker("alpha").cancel(UUID.randomUUID())).isTrue();
  }

  @Test
  void a_call_to_nobody_fails_and_names_the_host() {
    assertThatThrownBy(() -> console.volumeService("nowhere").capabilities())
        .isInstanceOfSatisfying(
            VolumeServiceException.class,
            e -> assertThat(e.kind()).isEqualTo(FailureKind.UNREACHABLE))
        .hasMessageContaining("volume-service 'nowhere'");
  }

  @Test
  void what_a_process_does_not_offer_is_refused_in_words() {
    assertThatThrownBy(() -> alpha.worker("alpha").run(broken))
        .isInstanceOfSatisfying(
            GridCallException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.FAILED))
        .hasMessageContaining("a bug of alpha");
    GridNode silent = grid.join(GridRole.WORKER, "silent");
    assertThatThrownBy(() -> console.worker("silent").run(UUID.randomUUID()))
        .isInstanceOfSatisfying(
            GridCallException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.UNSUPPORTED))
        .hasMessageContaining("does not answer WorkerControl");
    silent.close();
  }

  @Test
  void a_failure_keeps_its_kind_and_words() {
    assertThatThrownBy(() -> console.worker("alpha").run(refused))
        .isInstanceOfSatisfying(
            GridCallException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.INVALID))
        .hasMessage("Task refused by alpha.");
  }

  @Test
  void slow_requests_block_no_others() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<RunReply>> waiting = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        waiting.add(threads.submit(() -> console.worker("alpha").run(slow)));
      }
      assertThat(console.worker("alpha").run(UUID.randomUUID())).isEqualTo(RunReply.ACCEPTED);
      gate.countDown();
      for (Future<RunReply> reply : waiting) {
        assertThat(reply.get(60, TimeUnit.SECONDS)).isEqualTo(RunReply.BUSY);
      }
    }
  }

  @Test
  void consoles_are_told_of_progress() {
    Queue<TaskProgress> seen = new ConcurrentLinkedQueue<>();
    console.onProgress(seen::add);
    TaskProgress progress =
        new TaskProgress(UUID.randomUUID(), "alpha", "reading", 100, 50, 40, 30, 20);
    alpha.publish(progress);
    await().untilAsserted(() -> assertThat(seen).containsExactly(progress));
  }

  @Test
  void who_comes_and_goes_is_told_in_order() {
    Queue<String> events = new ConcurrentLinkedQueue<>();
    console.onMembership(
        new MembershipListener() {
          @Override
          public void joined(GridMember member) {
            events.add("+" + member);
          }

          @Override
          public void left(GridMember member) {
            events.add("-" + member);
          }
        });
    await().untilAsserted(() -> assertThat(events).contains("+console console", "+worker alpha"));
    GridNode beta = grid.join(GridRole.WORKER, "beta");
    await().untilAsserted(() -> assertThat(events).contains("+worker beta"));
    beta.close();
    await().untilAsserted(() -> assertThat(events).endsWith("-worker beta"));
  }

  @Test
  void a_second_process_of_the_same_role_and_host_is_refused() {
    assertThatThrownBy(() -> grid.join(GridRole.WORKER, "alpha"))
        .isInstanceOf(GridJoinException.class)
        .hasMessageContaining("There is a worker alpha in the grid already");
    assertThat(console.worker("alpha").run(UUID.randomUUID())).isEqualTo(RunReply.ACCEPTED);
  }

  @Test
  void another_grid_on_the_same_machine_is_not_joined_through_a_stale_address(
      @TempDir Path elsewhere) throws Exception {
    try (TestGrid other = new TestGrid(elsewhere)) {
      for (int port = 47500; port < 47503; port++) {
        other.execute("insert into tbl_addrs values ('127.0.0.1', " + port + ")");
      }
      GridNode stranger = other.join(GridRole.WORKER, "stranger");
      assertThat(stranger.members(GridRole.CONSOLE)).isEmpty();
      assertThat(console.member(GridRole.WORKER, "stranger")).isEmpty();
      // Where no console is, nobody is told, and that is no failure.
      stranger.publish(new TaskProgress(UUID.randomUUID(), "stranger", "reading", 1, 1, 1, 1, 1));
    }
  }

  @Test
  void two_halves_with_a_console_each_come_together(@TempDir Path elsewhere) throws Exception {
    try (TestGrid split = new TestGrid(elsewhere)) {
      GridNode first = split.join(GridRole.CONSOLE, "first");
      // Nobody finds the first any more, until its address may be told again.
      split.execute(
          """
          create table hidden as select port from tbl_addrs;
          create function hide() returns trigger language plpgsql as
            'begin return case when new.port in (select port from hidden) then null else new end; end';
          create trigger hide before insert on tbl_addrs for each row execute function hide();
          delete from tbl_addrs
          """);
      GridNode second = split.join(GridRole.CONSOLE, "second");
      GridNode worker = split.join(GridRole.WORKER, "worker");
      assertThat(first.members(GridRole.WORKER)).isEmpty();
      assertThat(worker.members(GridRole.CONSOLE)).containsExactly(second.self());

      split.execute("delete from hidden");
      await()
          .atMost(Duration.ofSeconds(120))
          .untilAsserted(() -> {
            for (GridNode node : List.of(first, second, worker)) {
              assertThat(node.members(GridRole.CONSOLE))
                  .containsExactlyInAnyOrder(first.self(), second.self());
              assertThat(node.members(GridRole.WORKER)).containsExactly(worker.self());
            }
          });
    }
  }

  private static final class Alpha implements WorkerControl {

    @Override
    public RunReply run(UUID taskId) {
      if (taskId.equals(refused)) {
        throw new GridCallException(FailureKind.INVALID, "Task refused by alpha.");
      }
      if (taskId.equals(broken)) {
        throw new IllegalStateException("a bug of alpha");
      }
      if (taskId.equals(slow)) {
        awaitGate();
        return RunReply.BUSY;
      }
      return RunReply.ACCEPTED;
    }

    private static void awaitGate() {
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public boolean cancel(UUID taskId) {
      return true;
    }
  }
}
