package io.holdfast.console.dispatch;

import io.holdfast.schema.node.Node;
import io.holdfast.schema.task.QueuedTask;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides which worker is offered which task, in one round. The least busy worker first, by the
 * share of its slots that is taken; in the backend's availability zone, if there are workers in it.
 */
final class Placement {

  /** One offer to be made. */
  record Offer(QueuedTask task, Node worker) {}

  private final List<Node> workers;
  private final Map<UUID, Integer> busy = new HashMap<>();
  private final Limits limits;

  /**
   * @param workers those that may take tasks
   * @param offered offers on their way, by incarnation: taken for running already
   */
  Placement(List<Node> workers, Map<UUID, Integer> offered, Limits limits) {
    this.workers = List.copyOf(workers);
    this.limits = limits;
    for (Node worker : workers) {
      busy.put(
          worker.incarnation(),
          worker.runningTasks() + offered.getOrDefault(worker.incarnation(), 0));
    }
  }

  int freeSlots() {
    return workers.stream().mapToInt(this::free).sum();
  }

  /** Offers for as many of the tasks as fit, in their order. */
  List<Offer> place(List<QueuedTask> tasks) {
    List<Offer> offers = new ArrayList<>();
    for (QueuedTask task : tasks) {
      Node worker = limits.allow(task) ? leastBusy(task) : null;
      if (worker != null) {
        busy.merge(worker.incarnation(), 1, Integer::sum);
        limits.started(task);
        offers.add(new Offer(task, worker));
      }
    }
    return offers;
  }

  private @Nullable Node leastBusy(QueuedTask task) {
    String zone = limits.zone(task);
    boolean zoned =
        !zone.isEmpty() && workers.stream().anyMatch(w -> w.availabilityZone().equals(zone));
    return workers.stream()
        .filter(worker -> free(worker) > 0)
        .filter(worker -> !zoned || worker.availabilityZone().equals(zone))
        .min(Comparator.comparingDouble(this::load).thenComparing(Node::host))
        .orElse(null);
  }

  private double load(Node worker) {
    return (double) busy(worker) / worker.slots();
  }

  private int free(Node worker) {
    return Math.max(0, worker.slots() - busy(worker));
  }

  private int busy(Node worker) {
    return busy.getOrDefault(worker.incarnation(), 0);
  }
}
