package io.holdfast.volumeservice.packaged;

import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.NbdException;
import io.holdfast.nbd.client.NbdClient;
import io.holdfast.nbd.client.NbdClientOptions;
import io.holdfast.nbd.tls.ClientTls;
import java.util.Objects;

/** A worker's way from connection info to an open export. */
final class Attached {

  private Attached() {}

  static NbdClient connect(ConnectionInfo info) throws NbdException {
    String certificate = info.get(ConnectionInfo.CERTIFICATE);
    return NbdClient.connect(
        address(info),
        Objects.requireNonNull(info.get(ConnectionInfo.EXPORT)),
        NbdClientOptions.DEFAULTS.withTls(
            certificate == null ? null : ClientTls.pinned(certificate)));
  }

  static NbdAddress address(ConnectionInfo info) {
    return NbdAddress.tcp(
        Objects.requireNonNull(info.get(ConnectionInfo.HOST)),
        Integer.parseInt(Objects.requireNonNull(info.get(ConnectionInfo.PORT))));
  }
}
