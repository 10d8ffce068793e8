package io.holdfast.volumeservice.connection;

import io.holdfast.grid.ListenAddress;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.grid.volume.ConnectorProperties;
import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.server.ExportMode;
import io.holdfast.nbd.server.NbdServer;
import io.holdfast.nbd.server.NbdServerOptions;
import io.holdfast.nbd.tls.TlsIdentity;
import io.holdfast.volumeservice.StartException;
import io.holdfast.volumeservice.backend.VolumeDevice;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our NBD server and what a worker must be told to reach an export of it. */
public final class NbdEndpoint implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(NbdEndpoint.class);

  /** 256 bits: an export's name is all that a worker shows to get in. */
  private static final int SECRET_BYTES = 32;

  /** Some hundred attachments with several connections each. */
  private static final int MOST_CONNECTIONS = 2048;

  private final NbdSettings settings;
  private final NbdServer server;
  private final @Nullable LocalSocket local;
  private final @Nullable TlsIdentity identity;
  private final SecureRandom random = new SecureRandom();

  private NbdEndpoint(
      NbdSettings settings,
      NbdServer server,
      @Nullable LocalSocket local,
      @Nullable TlsIdentity identity) {
    this.settings = settings;
    this.server = server;
    this.local = local;
    this.identity = identity;
  }

  /**
   * Listens.
   *
   * @param state directory where the certificate is kept between starts, and where the socket for
   *     workers of this machine lies
   */
  public static NbdEndpoint start(NbdSettings settings, Path state) {
    InetAddress address = settings.listenOn();
    try {
      TlsIdentity identity =
          settings.encrypts()
              ? TlsIdentity.loadOrCreate(state.resolve("tls"), "Holdfast volume service")
              : null;
      NbdServerOptions options =
          NbdServerOptions.DEFAULTS
              .withTls(identity == null ? null : identity.serverContext())
              .withMaxConnections(MOST_CONNECTIONS);
      NbdServer server =
          NbdServer.start(
              NbdAddress.tcp(address.getHostAddress(), settings.portOrDefault()), options);
      LocalSocket local =
          settings.advertiseAddress() == null ? LocalSocket.in(state, MOST_CONNECTIONS) : null;
      return new NbdEndpoint(settings, server, local, identity);
    } catch (IOException e) {
      throw new StartException(
          "Volumes cannot be served by NBD on %s port %d: %s"
              .formatted(address.getHostAddress(), settings.portOrDefault(), e.getMessage()),
          "Check holdfast.volume-service.nbd.listen-address and .port, and that %s can be written to."
              .formatted(state),
          e);
    }
  }

  /** Opens a device under a name that nobody can guess, and returns that name. */
  String export(VolumeDevice device, ExportMode mode) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    String name = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    server.export(name, device, mode);
    if (local != null) {
      local.server().export(name, device, mode);
    }
    return name;
  }

  /** As {@link NbdServer#withdraw}. */
  boolean withdraw(String export, Duration patience) throws InterruptedException {
    boolean idle = local == null || local.server().withdraw(export, patience);
    return server.withdraw(export, patience) && idle;
  }

  /** What a worker needs to know to reach an export. */
  ConnectionInfo describe(String export, ConnectorProperties connector) {
    Map<String, String> data = new HashMap<>();
    data.put(ConnectionInfo.HOST, addressFor(connector));
    if (server.address() instanceof NbdAddress.Tcp tcp) {
      data.put(ConnectionInfo.PORT, String.valueOf(tcp.port()));
    }
    if (local != null) {
      data.put(ConnectionInfo.SOCKET, local.path().toString());
    }
    data.put(ConnectionInfo.EXPORT, export);
    data.put(ConnectionInfo.TLS, String.valueOf(identity != null));
    if (identity != null) {
      data.put(ConnectionInfo.CERTIFICATE, identity.certificatePem());
    }
    return new ConnectionInfo(ConnectionInfo.NBD, data);
  }

  private String addressFor(ConnectorProperties connector) {
    String advertised = settings.advertiseAddress();
    if (advertised != null) {
      return advertised;
    }
    InetAddress listening = settings.listenOn();
    if (!listening.isAnyLocalAddress()) {
      return listening.getHostAddress();
    }
    for (String address : connector.addresses()) {
      try {
        return ListenAddress.towardsHost(address);
      } catch (IOException e) {
        log.debug("No route to the worker's address {}", address, e);
      }
    }
    return InetAddress.getLoopbackAddress().getHostAddress();
  }

  @Override
  public void close() {
    if (local != null) {
      local.close();
    }
    server.close();
  }
}
