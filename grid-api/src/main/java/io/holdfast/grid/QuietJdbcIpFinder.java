package io.holdfast.grid;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.ignite.spi.IgniteSpiException;
import org.apache.ignite.spi.discovery.tcp.ipfinder.jdbc.TcpDiscoveryJdbcIpFinder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ignite's rendezvous through the table tbl_addrs, which says once that the database is away and
 * once that it is back. A grid that is together needs the database only when somebody joins, so the
 * last known addresses serve until then; without them a joining node waits.
 */
final class QuietJdbcIpFinder extends TcpDiscoveryJdbcIpFinder {

  private static final Logger log = LoggerFactory.getLogger(QuietJdbcIpFinder.class);

  private final AtomicBoolean away = new AtomicBoolean();
  private volatile List<InetSocketAddress> known = List.of();
  private volatile Set<InetSocketAddress> strangers = Set.of();

  QuietJdbcIpFinder(DataSource database) {
    setDataSource(database);
    setInitSchema(false);
  }

  @Override
  public Collection<InetSocketAddress> getRegisteredAddresses() {
    try {
      known = List.copyOf(super.getRegisteredAddresses());
      back();
    } catch (IgniteSpiException e) {
      gone(e);
      if (known.isEmpty()) {
        throw e;
      }
    }
    return known.stream().filter(address -> !strangers.contains(address)).toList();
  }

  @Override
  public void registerAddresses(Collection<InetSocketAddress> addresses) {
    super.registerAddresses(addresses);
    back();
  }

  @Override
  public void unregisterAddresses(Collection<InetSocketAddress> addresses) {
    try {
      super.unregisterAddresses(addresses);
      back();
    } catch (IgniteSpiException e) {
      // Only tidiness is lost: others find the address dead and remove it.
      gone(e);
    }
  }

  /**
   * Takes everybody out of the table who is not a member, and overlooks them from now on, should
   * they put themselves in again. A member that is taken out because it was silent is put into it
   * again by the eldest.
   */
  void overlook(Predicate<InetSocketAddress> stranger) {
    strangers = Set.of();
    strangers = getRegisteredAddresses().stream().filter(stranger).collect(Collectors.toSet());
    if (!strangers.isEmpty()) {
      unregisterAddresses(strangers);
    }
  }

  /** Overlooks these from now on, and leaves them in the table. */
  void overlook(Set<InetSocketAddress> members) {
    strangers = Set.copyOf(members);
  }

  /** Overlooks nobody any more. */
  void overlookNobody() {
    strangers = Set.of();
  }

  private void gone(IgniteSpiException e) {
    if (away.compareAndSet(false, true)) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      log.warn(
          "The grid's address table cannot be reached; those who are together stay so reason={}",
          cause.getMessage());
    }
  }

  private void back() {
    if (away.compareAndSet(true, false)) {
      log.info("The grid's address table can be reached again");
    }
  }
}
