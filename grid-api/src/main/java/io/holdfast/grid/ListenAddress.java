package io.holdfast.grid;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/**
 * Finds the address of this machine that faces another one. The members of a grid share a database,
 * so the address that faces the database is one where the others are likely to reach this process:
 * that makes the database's URL the only setting that a worker on another machine needs.
 */
public final class ListenAddress {

  private static final String LOOPBACK = "127.0.0.1";

  private ListenAddress() {}

  /** The local address that faces the host of a JDBC URL; 127.0.0.1 when none can be told. */
  public static String towards(String jdbcUrl) {
    try {
      URI url = URI.create(jdbcUrl.replaceFirst("^jdbc:", ""));
      String host = url.getHost();
      return host == null ? LOOPBACK : towardsHost(host);
    } catch (IllegalArgumentException | IOException e) {
      return LOOPBACK;
    }
  }

  /**
   * The local address that packets to a host leave from. Sends nothing.
   *
   * @throws IOException when the host has no address or no route
   */
  public static String towardsHost(String host) throws IOException {
    InetAddress target = InetAddress.getByName(host.replaceAll("^\\[|\\]$", ""));
    if (target.isLoopbackAddress()) {
      return LOOPBACK;
    }
    try (DatagramSocket socket = new DatagramSocket()) {
      // Connecting a datagram socket only asks the routing table; the port does not matter.
      socket.connect(new InetSocketAddress(target, 9));
      InetAddress local = socket.getLocalAddress();
      return local.isAnyLocalAddress() ? LOOPBACK : local.getHostAddress();
    }
  }
}
