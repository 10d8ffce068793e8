package io.holdfast.console.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.node.Node;
import io.holdfast.schema.node.NodeRole;
import io.holdfast.schema.node.NodeState;
import io.holdfast.schema.task.QueuedTask;
import io.holdfast.schema.task.RunningCounts;
import io.holdfast.schema.task.TaskKind;
import io.holdfast.schema.volume.Backend;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlacementTest {

  private static final UUID REPOSITORY = UUID.randomUUID();

  @Test
  void the_least_busy_worker_by_share_of_its_slots_is_offered_the_next_task() {
    Node half = worker("half", 4, 2, "");
    Node quarter = worker("quarter", 8, 2, "");
    var placement = new Placement(List.of(half, quarter), Map.of(), unlimited(), Map.of());

    assertThat(hosts(placement.place(tasks(3))))
        .as("2 of 8, 3 of 8, then both are half taken")
        .containsExactly("quarter", "quarter", "half");
  }

  @Test
  void no_worker_is_offered_more_than_its_free_slots() {
    var placement =
        new Placement(
            List.of(worker("a", 2, 1, ""), worker("b", 1, 1, "")), Map.of(), unlimited(), Map.of());

    assertThat(hosts(placement.place(tasks(5)))).containsExactly("a");
  }

  @Test
  void an_offer_on_its_way_takes_a_slot() {
    Node worker = worker("a", 2, 0, "");
    var placement =
        new Placement(List.of(worker), Map.of(worker.incarnation(), 1), unlimited(), Map.of());

    assertThat(placement.freeSlots()).isEqualTo(1);
    assertThat(placement.place(tasks(5))).hasSize(1);
  }

  @Test
  void a_backends_limit_holds_within_one_round() {
    var limits =
        new Limits(
            List.of(backend("pool", "", 2)),
            List.of(),
            new RunningCounts(Map.of("pool", 1), Map.of(), Map.of()));
    var placement = new Placement(List.of(worker("a", 10, 1, "")), Map.of(), limits, Map.of());

    assertThat(placement.place(tasks(5))).hasSize(1);
    assertThat(limits.fullBackends()).containsExactly("pool");
  }

  @Test
  void a_task_stays_in_its_backends_zone_while_workers_are_there() {
    var limits = zoned("east");
    var placement =
        new Placement(
            List.of(worker("east", 1, 0, "east"), worker("west", 4, 0, "west")),
            Map.of(),
            limits,
            Map.of());

    assertThat(hosts(placement.place(tasks(3)))).containsExactly("east");
  }

  @Test
  void a_zone_without_workers_is_served_from_elsewhere() {
    var placement =
        new Placement(List.of(worker("west", 4, 0, "west")), Map.of(), zoned("east"), Map.of());

    assertThat(hosts(placement.place(tasks(1)))).containsExactly("west");
  }

  @Test
  void a_worker_that_cannot_reach_the_repository_is_passed_over() {
    Node without = worker("without", 8, 0, "");
    Node with = worker("with", 1, 0, "");
    var placement =
        new Placement(
            List.of(without, with),
            Map.of(),
            unlimited(),
            Map.of(REPOSITORY, Set.of(without.incarnation())));

    assertThat(placement.waitingRepositories()).isEmpty();
    assertThat(hosts(placement.place(tasks(3)))).containsExactly("with");
    assertThat(placement.waitingRepositories())
        .as("its tasks hold up no others meanwhile")
        .containsExactly(REPOSITORY);
  }

  @Test
  void when_none_can_reach_the_repository_one_says_why() {
    Node only = worker("only", 2, 0, "");
    var placement =
        new Placement(
            List.of(only), Map.of(), unlimited(), Map.of(REPOSITORY, Set.of(only.incarnation())));

    assertThat(hosts(placement.place(tasks(1)))).containsExactly("only");
  }

  @Test
  void a_zone_whose_workers_are_busy_holds_up_no_others() {
    var placement =
        new Placement(
            List.of(worker("east", 1, 1, "east"), worker("west", 4, 0, "west")),
            Map.of(),
            zoned("east"),
            Map.of());

    assertThat(placement.waitingBackends()).containsExactly("pool");
  }

  private static List<String> hosts(List<Placement.Offer> offers) {
    return offers.stream().map(offer -> offer.worker().host()).toList();
  }

  private static Limits unlimited() {
    return zoned("");
  }

  private static Limits zoned(String zone) {
    return new Limits(
        List.of(backend("pool", zone, null)),
        List.of(),
        new RunningCounts(Map.of(), Map.of(), Map.of()));
  }

  private static Backend backend(String name, String zone, @Nullable Integer limit) {
    return new Backend(name, "storage", zone, Map.of(), null, null, limit, Instant.EPOCH);
  }

  private static List<QueuedTask> tasks(int count) {
    return IntStream.range(0, count)
        .mapToObj(_ ->
            new QueuedTask(
                UUID.randomUUID(),
                TaskKind.BACKUP,
                null,
                null,
                null,
                REPOSITORY,
                "pool",
                0,
                0,
                Instant.EPOCH))
        .toList();
  }

  private static Node worker(String host, int slots, int running, String zone) {
    return new Node(
        UUID.randomUUID(),
        host,
        NodeRole.WORKER,
        NodeState.UP,
        slots,
        running,
        zone,
        "1",
        "",
        Instant.EPOCH,
        true,
        Instant.EPOCH,
        null,
        null);
  }
}
