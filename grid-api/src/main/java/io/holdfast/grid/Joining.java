package io.holdfast.grid;

import io.holdfast.grid.call.GridOffers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.sql.DataSource;
import org.apache.ignite.IgniteException;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of joining: who we are, which grid, get in, and see that nobody has our name. */
final class Joining {

  private static final Logger log = LoggerFactory.getLogger(Joining.class);

  /** Longer than a killed process of the same name is believed alive. */
  private static final Duration NAMESAKE_LEAVES_WITHIN = Duration.ofSeconds(8);

  private static final String IGNITE_HOME = "IGNITE_HOME";

  private Joining() {}

  static JoinedNode of(
      GridSettings settings,
      GridMember self,
      String databaseUrl,
      DataSource database,
      GridOffers offers,
      GridFailureListener failures) {
    String address = settings.listenAddressOrDefault(databaseUrl);
    QuietJdbcIpFinder finder = new QuietJdbcIpFinder(database);
    IdentityInUse identity = new IdentityInUse(database);
    WorkDirectory workDirectory = WorkDirectory.of(settings);
    // Else Ignite looks for its installation beside its jar and complains on the console that there
    // is
    // none. Any directory will do that lasts as long as the process and that no stranger can write
    // to.
    if (System.getProperty(IGNITE_HOME) == null) {
      System.setProperty(IGNITE_HOME, System.getProperty("java.home"));
    }
    Supplier<IgniteConfiguration> configuration =
        () ->
            NodeConfiguration.of(
                settings, self, address, workDirectory.path(), identity.take(), finder);
    IgniteNode node = new IgniteNode(configuration, offers, failures);
    try {
      start(node, self, address, finder, identity);
      refuseNamesake(node, self);
    } catch (RuntimeException e) {
      node.close();
      workDirectory.close();
      throw e;
    }
    log.info("Joined the grid as {} address={} members={}", self, address, node.members().size());
    return new JoinedNode(
        node,
        workDirectory,
        SplitWatch.start(
            node,
            finder,
            identity,
            new GridCenter(database, self),
            () -> start(node, self, address, finder, identity)));
  }

  private static void start(
      IgniteNode node,
      GridMember self,
      String address,
      QuietJdbcIpFinder finder,
      IdentityInUse identity) {
    try {
      try {
        node.start();
      } catch (IgniteException e) {
        if (!metStranger(e)) {
          throw e;
        }
        log.warn(
            "Somebody who is not of this grid listens at an address of its table; going on"
                + " without");
        finder.overlook(member -> !identity.shown().isShownAt(member));
        node.start();
      }
    } catch (IgniteException e) {
      throw new GridJoinException(
          "Cannot join the grid as %s, listening on %s: %s. Check holdfast.grid.listen-address and holdfast.grid.port."
              .formatted(self, address, innermost(e)),
          e);
    } finally {
      finder.overlookNobody();
    }
  }

  /**
   * Ignite gives up at the first address where TLS fails: at a stale one, where another grid
   * listens by now, or at a member that has not yet followed a change of the identity.
   */
  private static boolean metStranger(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof SSLException) {
        return true;
      }
    }
    return false;
  }

  private static void refuseNamesake(IgniteNode node, GridMember self) {
    long deadline = System.nanoTime() + NAMESAKE_LEAVES_WITHIN.toNanos();
    Optional<GridMember> namesake = namesake(node, self);
    while (namesake.isPresent() && System.nanoTime() < deadline) {
      pause(Duration.ofMillis(100));
      namesake = namesake(node, self);
    }
    if (namesake.isPresent()) {
      throw new GridJoinException(
          "There is a %s in the grid already (incarnation %s). One host runs one of them: stop that one, or give this one another name by holdfast.grid.host."
              .formatted(self, namesake.get().incarnation()));
    }
  }

  /** Somebody of our role and host who was here before us. */
  private static Optional<GridMember> namesake(IgniteNode node, GridMember self) {
    return node.members().stream()
        .takeWhile(member -> !member.incarnation().equals(self.incarnation()))
        .filter(member -> member.role() == self.role() && member.host().equals(self.host()))
        .findFirst();
  }

  private static void pause(Duration pause) {
    LockSupport.parkNanos(pause.toNanos());
    if (Thread.currentThread().isInterrupted()) {
      throw new GridJoinException("Stopped while joining the grid.");
    }
  }

  private static String innermost(Throwable failure) {
    Throwable e = failure;
    while (e.getCause() != null) {
      e = e.getCause();
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
