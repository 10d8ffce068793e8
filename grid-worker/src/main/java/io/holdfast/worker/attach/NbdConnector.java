package io.holdfast.worker.attach;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.NbdException;
import io.holdfast.nbd.client.NbdClient;
import io.holdfast.nbd.client.NbdClientOptions;
import io.holdfast.nbd.tls.ClientTls;
import java.nio.file.Path;

/**
 * The connector for {@code nbd}: from what a volume service answered to an open client. With TLS it
 * trusts the one certificate that came along, over the grid, and no other.
 */
record NbdConnector(NbdAddress address, String export, NbdClientOptions options) {

  static NbdConnector of(ConnectionInfo connection, NbdClientOptions options) {
    if (!connection.driverVolumeType().equals(ConnectionInfo.NBD)) {
      throw misunderstood(
          "a connection of type '%s', which this worker has no connector for"
              .formatted(connection.driverVolumeType()));
    }
    NbdClientOptions withTls =
        Boolean.parseBoolean(connection.get(ConnectionInfo.TLS))
            ? options.withTls(tls(datum(connection, ConnectionInfo.CERTIFICATE)))
            : options;
    return new NbdConnector(address(connection), datum(connection, ConnectionInfo.EXPORT), withTls);
  }

  NbdClient connect() throws NbdException {
    return NbdClient.connect(address, export, options);
  }

  private static NbdAddress address(ConnectionInfo connection) {
    String socket = connection.get(ConnectionInfo.SOCKET);
    if (socket != null) {
      return NbdAddress.unix(Path.of(socket));
    }
    String port = datum(connection, ConnectionInfo.PORT);
    try {
      return NbdAddress.tcp(datum(connection, ConnectionInfo.HOST), Integer.parseInt(port));
    } catch (IllegalArgumentException e) {
      throw misunderstood("the port '%s'".formatted(port));
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
