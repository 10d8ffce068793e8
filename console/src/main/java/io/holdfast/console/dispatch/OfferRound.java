package io.holdfast.console.dispatch;

import io.holdfast.grid.call.GridCallException;
import io.holdfast.grid.worker.RunReply;
import io.holdfast.schema.node.Node;
import io.holdfast.schema.node.NodeQueries;
import io.holdfast.schema.node.NodeRole;
import io.holdfast.schema.node.NodeState;
import io.holdfast.schema.repository.Reach;
import io.holdfast.schema.repository.Repositories;
import io.holdfast.schema.task.TaskQueue;
import io.holdfast.schema.volume.Backends;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once at queue and workers and makes the offers that fit. Offers are made side by side and
 * not waited for, so that one hanging worker holds up nobody else.
 */
final class OfferRound {

  private static final Logger log = LoggerFactory.getLogger(OfferRound.class);

  /** How long a worker that could not be asked or takes no tasks is left alone. */
  static final Duration REST = Duration.ofSeconds(2);

  /** How long one that has no slot free after all: another task of it ends any moment. */
  private static final Duration REST_OF_BUSY = Duration.ofMillis(300);

  private final Grid grid;
  private final NodeQueries nodes;
  private final TaskQueue queue;
  private final Backends backends;
  private final Repositories repositories;
  private final Reach reach;
  private final Executor calls;
  private final Runnable answered;

  /** Tasks that somebody is being asked to run, with the incarnation that is asked. */
  private final Map<UUID, UUID> offered = new ConcurrentHashMap<>();

  /** Workers to leave alone, with the {@link System#nanoTime} until when. */
  private final Map<UUID, Long> resting = new ConcurrentHashMap<>();

  /**
   * @param calls runs each call to a worker on a thread of its own
   * @param answered told after each answer: another look may be worth while
   */
  OfferRound(Grid grid, DSLContext database, Executor calls, Runnable answered) {
    this.grid = grid;
    this.nodes = new NodeQueries(database);
    this.queue = new TaskQueue(database);
    this.backends = new Backends(database);
    this.repositories = new Repositories(database);
    this.reach = new Reach(database);
    this.calls = calls;
    this.answered = answered;
  }

  void run() {
    // Before the workers are looked at: what is answered in between then counts twice, for as long
    // as this round. Counted by neither, it would send a worker more than it has slots for.
    Map<UUID, Integer> onTheirWay =
        offered.values().stream().collect(Collectors.toMap(id -> id, _ -> 1, Integer::sum));
    List<Node> workers = idleWorkers();
    if (workers.isEmpty()) {
      return;
    }
    Limits limits = new Limits(backends.list(), repositories.list(), queue.running());
    Placement placement = new Placement(workers, onTheirWay, limits, reach.lost());
    int free = placement.freeSlots();
    if (free == 0) {
      return;
    }
    // What is on its way is still listed as queued: look past it.
    var due =
        queue
            .due(
                union(limits.fullBackends(), placement.waitingBackends()),
                union(limits.fullRepositories(), placement.waitingRepositories()),
                free + offered.size())
            .stream()
            .filter(task -> !offered.containsKey(task.id()))
            .toList();
    placement.place(due).forEach(this::offer);
  }

  private static <T> Set<T> union(Set<T> some, Set<T> others) {
    return Stream.concat(some.stream(), others.stream()).collect(Collectors.toSet());
  }

  private List<Node> idleWorkers() {
    Set<UUID> present = grid.workers();
    long now = System.nanoTime();
    resting.values().removeIf(until -> until - now <= 0);
    return nodes.live(NodeRole.WORKER).stream()
        .filter(node -> node.state() == NodeState.UP && node.leaseValid() && node.slots() > 0)
        .filter(node -> present.contains(node.incarnation()))
        .filter(node -> !resting.containsKey(node.incarnation()))
        .toList();
  }

  private void offer(Placement.Offer offer) {
    UUID task = offer.task().id();
    UUID incarnation = offer.worker().incarnation();
    offered.put(task, incarnation);
    calls.execute(() -> {
      try {
        ask(offer);
      } finally {
        offered.remove(task);
        answered.run();
      }
    });
  }

  private void ask(Placement.Offer offer) {
    String host = offer.worker().host();
    try {
      RunReply reply = grid.offer(host, offer.task().id());
      log.debug("Offered task={} worker={} reply={}", offer.task().id(), host, reply);
      switch (reply) {
        case ACCEPTED, LOST -> {}
        case BUSY -> rest(offer.worker(), REST_OF_BUSY);
        case DRAINING -> rest(offer.worker(), REST);
      }
    } catch (GridCallException e) {
      rest(offer.worker(), REST);
      log.warn(
          "Worker could not be asked; the task stays queued task={} worker={} reason={}",
          offer.task().id(),
          host,
          e.getMessage());
    }
  }

  private void rest(Node worker, Duration howLong) {
    resting.put(worker.incarnation(), System.nanoTime() + howLong.toNanos());
  }
}
