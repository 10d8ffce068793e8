package io.holdfast.grid;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.ignite.cluster.ClusterNode;
import org.apache.ignite.configuration.DataRegionConfiguration;
import org.apache.ignite.configuration.DataStorageConfiguration;
import org.apache.ignite.configuration.IgniteConfiguration;
import org.apache.ignite.configuration.SystemDataRegionConfiguration;
import org.apache.ignite.spi.communication.tcp.TcpCommunicationSpi;
import org.apache.ignite.spi.discovery.tcp.TcpDiscoverySpi;
import org.apache.ignite.spi.failover.never.NeverFailoverSpi;

/**
 * Turns our settings into Ignite's: membership and calls, no caches, and two doors, for discovery
 * and for messages, which open to who shows the grid's identity.
 */
final class NodeConfiguration {

  private static final String ROLE = "holdfast.role";
  private static final String HOST = "holdfast.host";
  private static final String INCARNATION = "holdfast.incarnation";

  /** How long a silent node is believed alive; 3 s was measured to notice a frozen one in 2.8 s. */
  private static final long FAILURE_DETECTION_MILLIS = 3000;

  /**
   * How often the eldest member mends the table of addresses: removes dead ones, adds lost ones.
   */
  static final long ADDRESS_CLEANING_MILLIS = 10_000;

  /** Nothing of ours lies in Ignite's memory; this is what it needs for itself. */
  private static final long REGION_BYTES = 32L << 20;

  private static final long SYSTEM_REGION_BYTES = 16L << 20;

  private NodeConfiguration() {}

  static IgniteConfiguration of(
      GridSettings settings,
      GridMember self,
      String listenAddress,
      Path workDirectory,
      GridIdentity identity,
      QuietJdbcIpFinder finder) {
    int port = settings.portOrDefault();
    Map<String, Object> attributes = new HashMap<>();
    attributes.put(ROLE, self.role().label());
    attributes.put(HOST, self.host());
    attributes.put(INCARNATION, self.incarnation().toString());
    return new IgniteConfiguration()
        .setIgniteInstanceName("holdfast-" + UUID.randomUUID())
        .setUserAttributes(attributes)
        .setLocalHost(listenAddress)
        .setWorkDirectory(workDirectory.toString())
        .setGridLogger(new IgniteLog())
        .setMetricsLogFrequency(0)
        .setPeerClassLoadingEnabled(false)
        .setFailoverSpi(new NeverFailoverSpi())
        .setFailureDetectionTimeout(FAILURE_DETECTION_MILLIS)
        .setSslContextFactory(identity::tls)
        .setClientConnectorConfiguration(null)
        .setConnectorConfiguration(null)
        .setDiscoverySpi(
            new TcpDiscoverySpi()
                .setIpFinder(finder)
                .setIpFinderCleanFrequency(ADDRESS_CLEANING_MILLIS)
                .setLocalPort(port)
                .setLocalPortRange(GridSettings.PORT_RANGE - 1))
        .setCommunicationSpi(
            new TcpCommunicationSpi()
                .setLocalPort(port + GridSettings.PORT_RANGE)
                .setLocalPortRange(GridSettings.PORT_RANGE - 1))
        .setDataStorageConfiguration(
            new DataStorageConfiguration()
                .setSystemDataRegionConfiguration(
                    new SystemDataRegionConfiguration()
                        .setInitialSize(SYSTEM_REGION_BYTES)
                        .setMaxSize(SYSTEM_REGION_BYTES))
                .setDefaultDataRegionConfiguration(
                    new DataRegionConfiguration()
                        .setName("default")
                        .setInitialSize(REGION_BYTES)
                        .setMaxSize(REGION_BYTES)));
  }

  static List<ClusterNode> ofRole(List<ClusterNode> nodes, GridRole role) {
    return nodes.stream()
        .filter(node -> member(node).filter(member -> member.role() == role).isPresent())
        .toList();
  }

  /** Reads back what a node says of itself; empty for one that is none of ours. */
  static Optional<GridMember> member(ClusterNode node) {
    String role = node.attribute(ROLE);
    String host = node.attribute(HOST);
    String incarnation = node.attribute(INCARNATION);
    if (role == null || host == null || incarnation == null) {
      return Optional.empty();
    }
    return Optional.of(new GridMember(GridRole.ofLabel(role), host, UUID.fromString(incarnation)));
  }
}
