package io.holdfast.nbd.client;

import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.NbdException;
import io.holdfast.nbd.NbdExtent;
import io.holdfast.nbd.protocol.Command;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one client: spreads requests over those that are open, and breaks those that
 * stall.
 */
final class ConnectionSet {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionSet.class);
  private static final int STALL_CHECKS_PER_TIMEOUT = 4;

  private final Connection first;

  /** Grows until all are open; guarded by itself where that must not cross with closing. */
  private final List<Connection> connections = new CopyOnWriteArrayList<>();

  private final CountDownLatch closed = new CountDownLatch(1);

  private ConnectionSet(Connection first) {
    this.first = first;
    connections.add(first);
  }

  /**
   * Opens one connection, and then more if the server says that they see the same data: in the
   * background and at once, as each takes several round trips.
   */
  static ConnectionSet open(NbdAddress address, String exportName, NbdClientOptions options)
      throws NbdException {
    Connector connector = new Connector(address, options);
    Session session = connector.connect(handshake -> handshake.open(exportName));
    Connection first = Connection.start(session, address.toString(), options.maxInFlight());
    ConnectionSet set = new ConnectionSet(first);
    int more = session.flags().canMultiConn() ? options.connections() - 1 : 0;
    for (int i = 0; i < more; i++) {
      Thread.ofVirtual()
          .name("nbd-open-", i)
          .start(() -> set.openMore(connector, address, exportName, options));
    }
    Thread.ofVirtual().name("nbd-watch").start(() -> set.watch(options.requestTimeout()));
    return set;
  }

  private void openMore(
      Connector connector, NbdAddress address, String exportName, NbdClientOptions options) {
    Session session;
    try {
      session = connector.connect(handshake -> handshake.openLike(first(), exportName));
    } catch (NbdException e) {
      // The server may allow fewer clients than are wanted here; what there is will do.
      if (closed.getCount() > 0) LOG.info("One NBD connection to {} fewer than wanted", address, e);
      return;
    }
    synchronized (connections) {
      if (closed.getCount() > 0) {
        connections.add(Connection.start(session, address.toString(), options.maxInFlight()));
        return;
      }
    }
    session.transport().cut();
  }

  /** The session of the first connection, which all others are like. */
  Session first() {
    return first.session();
  }

  int open() {
    int open = 0;
    for (Connection connection : connections) if (connection.isOpen()) open++;
    return open;
  }

  CompletableFuture<@Nullable Void> submit(Request request) {
    leastLoaded().submit(request);
    return request.answered;
  }

  /** Extents from the offset on, at least one. */
  List<NbdExtent> status(String context, long offset, int length) throws NbdException {
    Connection connection = leastLoaded();
    int id = connection.session().contexts().getOrDefault(context, -1);
    StatusTarget target = new StatusTarget(id, offset, length);
    Request request = new Request(Command.BLOCK_STATUS, 0, offset, length, null, target);
    connection.submit(request);
    Waiting.await(request.answered);
    return target.extents();
  }

  /** A broken one only if there is no other; it then fails the request with its reason. */
  private Connection leastLoaded() {
    Connection best = first;
    for (Connection connection : connections) {
      boolean better = connection.load() < best.load() || !best.isOpen();
      if (connection.isOpen() && better) best = connection;
    }
    return best;
  }

  private void watch(Duration requestTimeout) {
    long checkMillis = Math.max(1, requestTimeout.toMillis() / STALL_CHECKS_PER_TIMEOUT);
    try {
      while (!closed.await(checkMillis, TimeUnit.MILLISECONDS)) {
        for (Connection connection : connections) connection.breakIfStalled(requestTimeout);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void close() {
    synchronized (connections) {
      closed.countDown();
    }
    for (Connection connection : connections) connection.close();
  }
}
