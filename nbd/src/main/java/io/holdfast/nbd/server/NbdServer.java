package io.holdfast.nbd.server;

import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.protocol.Payload;
import io.holdfast.nbd.server.ServerConnection.Surroundings;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An NBD server on one TCP or unix socket. Exports come and go while it runs; their names are
 * secrets, which are compared in constant time, never logged, and not told apart from unknown ones.
 * Thread-safe.
 */
public final class NbdServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NbdServer.class);
  private static final long MAX_IDLE_BUFFER_BYTES = 64 << 20;
  private static final Duration CLOSING = Duration.ofSeconds(10);

  private final Listener listener;
  private final Exports exports = new Exports();
  private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("nbd-server-", 1).factory());
  private final Surroundings surroundings;
  private volatile boolean closed;

  private NbdServer(Listener listener, NbdServerOptions options) {
    this.listener = listener;
    this.surroundings =
        new Surroundings(
            options, new BufferPool(MAX_IDLE_BUFFER_BYTES), threads, connections::remove);
  }

  /** Listens and serves from now on. */
  public static NbdServer start(NbdAddress listenAddress, NbdServerOptions options)
      throws IOException {
    NbdServer server = new NbdServer(Listener.open(listenAddress), options);
    server.listener.start(server::welcome);
    LOG.info(
        "NBD server listens at {}, TLS {}",
        server.address(),
        options.tls() == null ? "off" : "required");
    return server;
  }

  private void welcome(Listener.Arrival arrival) {
    ServerConnection connection =
        new ServerConnection(arrival.transport(), arrival.from(), exports, surroundings);
    int max = surroundings.options().maxConnections();
    connections.add(connection);
    if (connections.size() > max) {
      LOG.warn("NBD client {} is turned away: {} connections are open", arrival.from(), max);
      connections.remove(connection);
      connection.cut();
      return;
    }
    try {
      threads.execute(connection::run);
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      LOG.warn("NBD client {} is turned away: {}", arrival.from(), e.toString());
      connections.remove(connection);
      connection.cut();
    }
    // Whoever closes the server looks at the connections after setting this, so that none slips
    // through.
    if (closed) connection.cut();
  }

  /** Where it listens, with the port that was chosen. */
  public NbdAddress address() {
    return listener.address();
  }

  /** How many clients are connected, those that still negotiate included. */
  public int connections() {
    return connections.size();
  }

  /**
   * Offers a device to clients that know the name.
   *
   * @param name at most 4096 bytes in UTF-8
   * @throws IllegalStateException when the name is in use, or withdrawn with requests still running
   */
  public void export(String name, ExportDevice device, ExportMode mode) {
    Payload.utf8(name);
    exports.add(new Export(name, device, mode));
  }

  /**
   * Cuts every connection of the export at once, lets no request of it begin any more, and waits
   * until none is running. When it answers true, nothing that a client sent can reach the device
   * any more.
   *
   * @return false when a request is still inside the device after the time given: call again to
   *     wait on. True also for a name that is not exported
   */
  public boolean withdraw(String name, Duration patience) throws InterruptedException {
    Optional<Export> found = exports.find(name);
    if (found.isEmpty()) return true;
    Export export = found.get();
    export.withdraw();
    if (!export.awaitIdle(patience)) return false;
    exports.remove(export);
    return true;
  }

  /**
   * Stops listening, cuts all connections and waits up to ten seconds for requests inside devices.
   * Devices stay open.
   */
  @Override
  public void close() {
    closed = true;
    listener.close();
    for (Export export : exports.all()) export.withdraw();
    for (ServerConnection connection : connections) connection.cut();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("NBD server at {} is closed while requests are still inside a device", address());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
