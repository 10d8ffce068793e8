package io.holdfast.grid;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
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
 * broken network or because one was frozen, go on as two grids and never find back by themselves.
 * So whoever has no console in sight, and again and again reaches a member in the address table who
 * is not with it, leaves and joins anew; the console stays where it is. The same way the members
 * follow a console that was started with a new identity of the grid.
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
  private final Runnable joinAnew;
  private int seenApart;

  private SplitWatch(
      IgniteNode node, QuietJdbcIpFinder finder, IdentityInUse identity, Runnable joinAnew) {
    this.node = node;
    this.finder = finder;
    this.identity = identity;
    this.joinAnew = joinAnew;
  }

  /** Begins to watch; {@code joinAnew} replaces the node. */
  static SplitWatch start(
      IgniteNode node, QuietJdbcIpFinder finder, IdentityInUse identity, Runnable joinAnew) {
    SplitWatch watch = new SplitWatch(node, finder, identity, joinAnew);
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
        joinAnew.run();
        log.info("Joined the grid anew members={}", node.members().size());
      }
    } catch (IgniteSpiException e) {
      log.debug("The address table cannot be read", e);
    } catch (GridJoinException | IgniteException | IllegalStateException e) {
      // The next look tries again: without a node nobody is in sight, and others still are
      // reachable.
      log.warn("Joining anew failed reason={}", e.getMessage());
    }
  }

  private boolean isApart() {
    if (node.members().stream().anyMatch(member -> member.role() == GridRole.CONSOLE)) {
      return false;
    }
    if (node.nodes().isEmpty()) {
      return true; // Joining anew failed the last time.
    }
    Set<InetSocketAddress> together = new HashSet<>();
    for (ClusterNode member : node.nodes()) {
      if (member instanceof TcpDiscoveryNode tcp) {
        together.addAll(tcp.socketAddresses());
      }
    }
    return identity.isOutdated()
        || finder.getRegisteredAddresses().stream()
            .filter(address -> !together.contains(address))
            .anyMatch(identity.shown()::isShownAt);
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
