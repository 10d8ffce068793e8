package io.holdfast.grid;

import io.holdfast.grid.call.GridCall;
import io.holdfast.grid.call.GridOffers;
import io.holdfast.grid.worker.TaskProgress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.ignite.Ignite;
import org.apache.ignite.IgniteCompute;
import org.apache.ignite.IgniteException;
import org.apache.ignite.Ignition;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.events.EventType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our Ignite node, which may be replaced by a new one while the process runs on (see {@link
 * SplitWatch}). The lock guards starting, replacing and stopping; reading the current node needs
 * none.
 */
final class IgniteNode implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(IgniteNode.class);
  private static final String PROGRESS = "holdfast.progress";

  /**
   * A node and whether the others have put it out of the grid.
   *
   * @param putOut set by Ignite
   */
  private record Started(Ignite ignite, AtomicBoolean putOut) {}

  private final Supplier<IgniteConfiguration> configuration;
  private final GridOffers offers;
  private final GridFailureListener failures;
  private final Membership membership = new Membership(this::members);
  private final List<Consumer<TaskProgress>> progressListeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable Started started;
  private boolean closed;

  /**
   * A node that is not started yet.
   *
   * @param failures told when it broke beyond repair, which being put out of the grid is not
   */
  IgniteNode(
      Supplier<IgniteConfiguration> configuration,
      GridOffers offers,
      GridFailureListener failures) {
    this.configuration = configuration;
    this.offers = offers;
    this.failures = failures;
  }

  /** Starts the node, or a new one in place of the current one. Does nothing after closing. */
  synchronized void start() {
    stop();
    if (closed) {
      return;
    }
    AtomicBoolean putOut = new AtomicBoolean();
    NodeFailure failure = new NodeFailure(failures, () -> putOut.set(true));
    Ignite node = Ignition.start(configuration.get().setFailureHandler(failure));
    started = new Started(node, putOut);
    node.events()
        .localListen(
            _ -> {
              membership.changed();
              return true;
            },
            EventType.EVT_NODE_JOINED,
            EventType.EVT_NODE_LEFT,
            EventType.EVT_NODE_FAILED);
    node.message()
        .localListen(
            PROGRESS,
            (_, message) -> {
              if (message instanceof TaskProgress progress) {
                progressListeners.forEach(listener -> listener.accept(progress));
              }
              return true;
            });
    GridCall.offer(node, offers);
    membership.changed();
  }

  private void stop() {
    Started node = started;
    started = null;
    if (node != null) {
      Ignition.stop(node.ignite().name(), true);
    }
  }

  /** The node, unless there is none or it was put out of the grid. */
  private @Nullable Ignite current() {
    Started node = started;
    return node == null || node.putOut().get() ? null : node.ignite();
  }

  /**
   * Whether the others have put it out of the grid, as one that was frozen for some seconds: it has
   * to be started anew.
   */
  boolean isPutOut() {
    Started node = started;
    return node != null && node.putOut().get();
  }

  /**
   * Everybody in the grid as Ignite sees it now, in the order of joining; nobody when not in it.
   */
  List<GridMember> members() {
    Ignite node = current();
    if (node == null) {
      return List.of();
    }
    try {
      return nodesInOrder(node).stream()
          .map(NodeConfiguration::member)
          .flatMap(Optional::stream)
          .toList();
    } catch (IllegalStateException e) {
      return List.of(); // It is being stopped.
    }
  }

  /** Ignite's nodes in the order of joining; nobody when not in the grid. */
  List<ClusterNode> nodes() {
    Ignite node = current();
    return node == null ? List.of() : nodesInOrder(node);
  }

  private static List<ClusterNode> nodesInOrder(Ignite node) {
    return node.cluster().nodes().stream()
        .sorted((a, b) -> Long.compare(a.order(), b.order()))
        .toList();
  }

  void onMembership(MembershipListener listener) {
    membership.add(listener);
  }

  void onProgress(Consumer<TaskProgress> listener) {
    progressListeners.add(listener);
  }

  /** Where to call the process with this role and host: of two, the one that was first. */
  Optional<IgniteCompute> computeAt(GridRole role, String host) {
    Ignite node = running();
    return nodesInOrder(node).stream()
        .filter(candidate ->
            NodeConfiguration.member(candidate)
                .filter(member -> member.role() == role && member.host().equals(host))
                .isPresent())
        .findFirst()
        .map(found -> node.compute(node.cluster().forNode(found)));
  }

  void publish(TaskProgress progress) {
    try {
      Ignite node = running();
      List<ClusterNode> consoles = NodeConfiguration.ofRole(nodesInOrder(node), GridRole.CONSOLE);
      if (!consoles.isEmpty()) {
        node.message(node.cluster().forNodes(consoles)).send(PROGRESS, progress);
      }
    } catch (IgniteException | IllegalStateException e) {
      log.debug("Progress could not be told task={}", progress.taskId(), e);
    }
  }

  private Ignite running() {
    Ignite node = current();
    if (node == null) {
      throw new IllegalStateException("This process is not in the grid now.");
    }
    return node;
  }

  @Override
  public synchronized void close() {
    closed = true;
    membership.close();
    stop();
  }
}
