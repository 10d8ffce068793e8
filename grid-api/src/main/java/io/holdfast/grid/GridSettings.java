package io.holdfast.grid;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where and under which name a process joins the grid: the settings {@code holdfast.grid.*} of
 * every program. A component that is absent takes its default, so that a program can bind this as
 * it is.
 *
 * @param listenAddress address that the others reach this process at; default: the address that
 *     faces the database (see {@link ListenAddress}), which is 127.0.0.1 for a database there.
 *     {@code 0.0.0.0} listens everywhere
 * @param port first port tried for discovery, of {@value #PORT_RANGE}; messages go through the
 *     first free port from this + {@value #PORT_RANGE} on; default 47500
 * @param host this node's name; default: the machine's host name
 * @param workDirectory where Ignite may put its files; default: a directory of its own below the
 *     temporary directory
 */
public record GridSettings(
    @Nullable String listenAddress,
    @Nullable Integer port,
    @Nullable String host,
    @Nullable Path workDirectory) {

  static final int DEFAULT_PORT = 47500;
  static final int PORT_RANGE = 100;

  public GridSettings {
    if (port != null && (port < 1024 || port > 65535 - 2 * PORT_RANGE)) {
      throw new IllegalArgumentException(
          "holdfast.grid.port must lie between 1024 and %d, but is %d."
              .formatted(65535 - 2 * PORT_RANGE, port));
    }
    if (listenAddress != null && listenAddress.isBlank()) {
      listenAddress = null;
    }
    if (host != null && host.isBlank()) {
      host = null;
    }
  }

  /** Settings with nothing said: every default. */
  public static GridSettings defaults() {
    return new GridSettings(null, null, null, null);
  }

  /** The first discovery port. */
  public int portOrDefault() {
    return port == null ? DEFAULT_PORT : port;
  }

  /** This node's name. */
  public String hostOrDefault() {
    return host == null ? machineName() : host;
  }

  /** The address to listen on, given the database that all members share. */
  public String listenAddressOrDefault(String databaseUrl) {
    return listenAddress == null ? ListenAddress.towards(databaseUrl) : listenAddress;
  }

  /** These settings, with a work directory in case that none is set. */
  public GridSettings orWorkDirectory(Path directory) {
    return workDirectory == null ? new GridSettings(listenAddress, port, host, directory) : this;
  }

  private static String machineName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // A machine without a resolvable name still has one in its environment or gets a plain one.
      String name = System.getenv("HOSTNAME");
      return name == null || name.isBlank() ? "localhost" : name;
    }
  }
}
