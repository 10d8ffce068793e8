package io.holdfast.console.dispatch;

import io.holdfast.schema.node.Node;
import io.holdfast.schema.task.QueuedTask;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides which worker is offered which task, in one round. The least busy worker first, by the
 * share of its slots that is taken; in the backend's availability zone, if there are workers in it;
 * one that can reach the repository, unless none can, for then one of them says why.
 */
final class Placement {

  /** One offer to be made. */
  record Offer(QueuedTask task, Node worker) {}

  private final List<Node> workers;
  private final Map<UUID, Integer> busy = new HashMap<>();
  private final Limits limits;
  private final Map<UUID, Set<UUID>> outOfReach;

  /**
   * @param workers those that may take tasks
   * @param offered offers on their way, by incarnation: taken for running already
   * @param outOfReach repositories, with the incarnations that cannot reach them
   */
  Placement(
      List<Node> workers,
      Map<UUID, Integer> offered,
      Limits limits,
      Map<UUID, Set<UUID>> outOfReach) {
    this.workers = List.copyOf(workers);
    this.limits = limits;
    this.outOfReach = Map.copyOf(outOfReach);
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

  /** Backends that wait for a worker in their zone, and should hold up no others. */
  Set<String> waitingBackends() {
    return limits.zones().entrySet().stream()
        .filter(zone -> within(zone.getValue(), workers).stream().allMatch(w -> free(w) == 0))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Repositories that wait for a worker that can reach them. */
  Set<UUID> waitingRepositories() {
    return outOfReach.keySet().stream()
        .filter(id -> reaching(id, workers).stream().allMatch(worker -> free(worker) == 0))
        .collect(Collectors.toSet());
  }

  private @Nullable Node leastBusy(QueuedTask task) {
    return within(limits.zone(task), reaching(task.repositoryId(), workers)).stream()
        .filter(worker -> free(worker) > 0)
        .min(Comparator.comparingDouble(this::load).thenComparing(Node::host))
        .orElse(null);
  }

  /** Those in the zone; all, if there are none or the zone does not matter. */
  private static List<Node> within(String zone, List<Node> workers) {
    return preferred(workers, worker -> worker.availabilityZone().equals(zone));
  }

  /** Those that can reach the repository; all, if none can. */
  private List<Node> reaching(UUID repository, List<Node> workers) {
    Set<UUID> without = outOfReach.getOrDefault(repository, Set.of());
    return preferred(workers, worker -> !without.contains(worker.incarnation()));
  }

  private static List<Node> preferred(List<Node> workers, Predicate<Node> wanted) {
    List<Node> chosen = workers.stream().filter(wanted).toList();
    return chosen.isEmpty() ? workers : chosen;
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
