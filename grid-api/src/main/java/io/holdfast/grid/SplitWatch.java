package io.holdfast.grid;

import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.ignite.IgniteException;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.spi.IgniteSpiException;
import org.apache.ignite.spi.discovery.tcp.internal.TcpDiscoveryNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings this process back to the others after a split. Nodes that lost sight of each other, by a
 * broken network, because one was frozen, or by starting at the same moment, go on as two grids and
 * never find back by themselves. So whoever has no console in sight, or not the one that is the
 * {@link GridCenter}, and again and again reaches a member in the address table who is not with it,
 * leaves those who are and joins anew. The same way the members follow a console that was started
 * with a new identity of the grid.
 */
final class SplitWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SplitWatch.class);
  private static final int LOOKS_BEFORE_ACTING = 3;
  private static final int LOOK_EVERY_MILLIS = 4000;

  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("grid-split-watch").factory());
  private final IgniteNode node;
  private final QuietJdbcIpFinder finder;
  private final IdentityInUse identity;
  private final GridCenter center;
  private final Runnable joinAnew;
  private int seenApart;

  private SplitWatch(
      IgniteNode node,
      QuietJdbcIpFinder finder,
      IdentityInUse identity,
      GridCenter center,
      Runnable joinAnew) {
    this.node = node;
    this.finder = finder;
    this.identity = identity;
    this.center = center;
    this.joinAnew = joinAnew;
  }

  /** Begins to watch; {@code joinAnew} replaces the node. */
  static SplitWatch start(
      IgniteNode node,
      QuietJdbcIpFinder finder,
      IdentityInUse identity,
      GridCenter center,
      Runnable joinAnew) {
    SplitWatch watch = new SplitWatch(node, finder, identity, center, joinAnew);
    // Not in step with others, so that two halves do not leave and join at the same time.
    long pause = LOOK_EVERY_MILLIS + ThreadLocalRandom.current().nextInt(LOOK_EVERY_MILLIS / 2);
    watch.looks.scheduleWithFixedDelay(watch::look, pause, pause, TimeUnit.MILLISECONDS);
    return watch;
  }

  private void look() {
    try {
      boolean putOut = node.isPutOut();
      seenApart = isApart() ? seenApart + 1 : 0;
      if (putOut || seenApart >= LOOKS_BEFORE_ACTING) {
        seenApart = 0;
        log.warn(
            putOut
                ? "The others have put this node out of the grid, as after a pause; joining anew"
                : "Others of this grid are reachable but apart; joining them anew");
        finder.overlook(together());
        joinAnew.run();
        log.info("Joined the grid anew members={}", node.members().size());
      }
    } catch (IgniteSpiException | SQLException e) {
      log.debug("The address table cannot be read", e);
    } catch (GridJoinException | IgniteException | IllegalStateException e) {
      // The next look tries again: without a node nobody is in sight, and others still are
      // reachable.
      log.warn("Joining anew failed reason={}", e.getMessage());
    }
  }

  private boolean isApart() throws SQLException {
    if (node.nodes().isEmpty()) {
      return true; // Joining anew failed the last time. Nobody gathers around who is not there.
    }
    if (isWithConsoles()) {
      return false;
    }
    Set<InetSocketAddress> together = together();
    return identity.isOutdated()
        || finder.getRegisteredAddresses().stream()
            .filter(address -> !together.contains(address))
            .anyMatch(identity.shown()::isShownAt);
  }

  /** Whether a console is in sight, and the center, where there is one. */
  private boolean isWithConsoles() throws SQLException {
    Optional<UUID> found = center.look();
    List<GridMember> consoles =
        node.members().stream().filter(member -> member.role() == GridRole.CONSOLE).toList();
    return found.isEmpty()
        ? !consoles.isEmpty()
        : consoles.stream().anyMatch(console -> console.incarnation().equals(found.get()));
  }

  /** Where those listen who are with this node, itself included. */
  private Set<InetSocketAddress> together() {
    Set<InetSocketAddress> together = new HashSet<>();
    for (ClusterNode member : node.nodes()) {
      if (member instanceof TcpDiscoveryNode tcp) {
        together.addAll(tcp.socketAddresses());
      }
    }
    return together;
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
