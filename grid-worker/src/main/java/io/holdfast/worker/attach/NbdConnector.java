package io.holdfast.worker.attach;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.NbdException;
import io.holdfast.nbd.client.NbdClient;
import io.holdfast.nbd.client.NbdClientOptions;
import io.holdfast.nbd.tls.ClientTls;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connector for {@code nbd}: from what a volume service answered to an open client. Where the
 * service's socket is found on this machine it is used, else TCP. With TLS it trusts the one
 * certificate that came along, over the grid, and no other.
 */
final class NbdConnector {

  private static final Logger log = LoggerFactory.getLogger(NbdConnector.class);

  private final String export;
  private final @Nullable Path socket;
  private final NbdAddress address;
  private final NbdClientOptions plain;
  private final NbdClientOptions overNetwork;

  private NbdConnector(
      String export,
      @Nullable Path socket,
      NbdAddress address,
      NbdClientOptions plain,
      NbdClientOptions overNetwork) {
    this.export = export;
    this.socket = socket;
    this.address = address;
    this.plain = plain;
    this.overNetwork = overNetwork;
  }

  static NbdConnector of(ConnectionInfo connection, NbdClientOptions options) {
    if (!connection.driverVolumeType().equals(ConnectionInfo.NBD)) {
      throw misunderstood(
          "a connection of type '%s', which this worker has no connector for"
              .formatted(connection.driverVolumeType()));
    }
    String socket = connection.get(ConnectionInfo.SOCKET);
    boolean tls = Boolean.parseBoolean(connection.get(ConnectionInfo.TLS));
    return new NbdConnector(
        datum(connection, ConnectionInfo.EXPORT),
        socket == null ? null : socket(socket),
        address(connection),
        options,
        tls ? options.withTls(tls(datum(connection, ConnectionInfo.CERTIFICATE))) : options);
  }

  NbdClient connect() throws NbdException {
    if (socket != null && Files.exists(socket)) {
      try {
        return NbdClient.connect(NbdAddress.unix(socket), export, plain);
      } catch (NbdException e) {
        // What is found here may be another machine's, on a shared file system.
        log.debug("Not reached by {}; connecting by TCP", socket, e);
      }
    }
    return NbdClient.connect(address, export, overNetwork);
  }

  private static Path socket(String path) {
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw misunderstood("a socket whose path is none");
    }
  }

  private static NbdAddress address(ConnectionInfo connection) {
    String port = datum(connection, ConnectionInfo.PORT);
    try {
      return NbdAddress.tcp(datum(connection, ConnectionInfo.HOST), Integer.parseInt(port));
    } catch (IllegalArgumentException e) {
      throw misunderstood("a host or a port that is none (port '%s')".formatted(port));
    }
  }

  private static ClientTls tls(String certificate) {
    try {
      return ClientTls.pinned(certificate);
    } catch (IllegalArgumentException e) {
      throw misunderstood("a certificate that is none");
    }
  }

  private static String datum(ConnectionInfo connection, String key) {
    String datum = connection.get(key);
    if (datum == null) {
      throw misunderstood("a connection without '%s'".formatted(key));
    }
    return datum;
  }

  private static BackupException misunderstood(String what) {
    return new BackupException(
        FailureKind.MISCONFIGURED,
        "The volume service answered with %s. Are it and this worker of the same version?"
            .formatted(what));
  }

  /** Without the export's name, which is a secret. */
  @Override
  public String toString() {
    return "nbd " + address;
  }
}
