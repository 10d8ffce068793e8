package io.holdfast.worker.mount;

import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.mount.export.MountedBackup;
import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.server.NbdServer;
import io.holdfast.nbd.server.NbdServerOptions;
import io.holdfast.nbd.tls.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The worker's NBD server, which begins to listen when the first backup is exported: most workers
 * never do. It listens where the grid reaches this worker; beyond the machine with TLS only. The
 * lock is the object's own and guards the server.
 */
public final class MountEndpoint implements AutoCloseable {
  private static final int SECRET_BYTES = 32;

  /** Of all mounts together; each may hold 32 MiB of requests in memory. */
  private static final int MOST_CONNECTIONS = 8;

  private static final long MEMORY_PER_CONNECTION = 32L << 20;

  private final String address;
  private final Path state;
  private final SecureRandom random = new SecureRandom();
  private @Nullable NbdServer server;
  private @Nullable TlsIdentity identity;

  /**
   * @param address of this worker as the others see it; empty for loopback
   * @param state where the certificate is kept
   */
  public MountEndpoint(String address, Path state) {
    this.address = address;
    this.state = state;
  }

  /** Offers a backup under a new secret name. */
  synchronized ConnectionInfo export(MountedBackup backup) throws IOException {
    NbdServer listening = server == null ? listen() : server;
    server = listening;
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    String name = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    listening.export(name, backup.device(), backup.mode());
    Map<String, String> data = new HashMap<>();
    if (listening.address() instanceof NbdAddress.Tcp(String host, int port)) {
      data.put(ConnectionInfo.HOST, host);
      data.put(ConnectionInfo.PORT, String.valueOf(port));
    }
    data.put(ConnectionInfo.EXPORT, name);
    data.put(ConnectionInfo.TLS, String.valueOf(identity != null));
    if (identity != null) {
      data.put(ConnectionInfo.CERTIFICATE, identity.certificatePem());
    }
    return new ConnectionInfo(ConnectionInfo.NBD, data);
  }

  private NbdServer listen() throws IOException {
    InetAddress listenOn =
        address.isEmpty() ? InetAddress.getLoopbackAddress() : InetAddress.getByName(address);
    NbdServerOptions options =
        NbdServerOptions.DEFAULTS
            .withMaxConnections(MOST_CONNECTIONS)
            .withMemoryPerConnection(MEMORY_PER_CONNECTION);
    if (!listenOn.isLoopbackAddress()) {
      TlsIdentity own =
          TlsIdentity.loadOrCreate(
              state.resolve("tls-" + address.replace(':', '-')), "holdfast", listenOn);
      identity = own;
      options = options.withTls(own.serverContext());
    }
    return NbdServer.start(NbdAddress.tcp(listenOn.getHostAddress(), 0), options);
  }

  /** As {@link NbdServer#withdraw}. */
  boolean withdraw(String name, Duration patience) throws InterruptedException {
    NbdServer listening;
    synchronized (this) {
      listening = server;
    }
    return listening == null || listening.withdraw(name, patience);
  }

  @Override
  public synchronized void close() {
    if (server != null) {
      server.close();
      server = null;
    }
  }
}
