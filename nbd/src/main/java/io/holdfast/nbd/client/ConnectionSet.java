package io.holdfast.nbd.client;

import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.NbdException;
import io.holdfast.nbd.NbdExtent;
import io.holdfast.nbd.protocol.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  private final List<Connection> connections;
  private final CountDownLatch closed = new CountDownLatch(1);

  private ConnectionSet(List<Connection> connections) {
    this.connections = List.copyOf(connections);
  }

  /** Opens one connection, and more if the server says that they see the same data. */
  static ConnectionSet open(NbdAddress address, String exportName, NbdClientOptions options)
      throws NbdException {
    Connector connector = new Connector(address, options);
    Session first = connector.connect(handshake -> handshake.open(exportName));
    List<Connection> connections = new ArrayList<>();
    connections.add(Connection.start(first, address.toString(), options.maxInFlight()));
    int more = first.flags().canMultiConn() ? options.connections() - 1 : 0;
    connections.addAll(openMore(connector, first, address, exportName, options, more));
    ConnectionSet set = new ConnectionSet(connections);
    Thread.ofVirtual().name("nbd-watch").start(() -> set.watch(options.requestTimeout()));
    return set;
  }

  /** At once, as each takes several round trips; those that come about. */
  private static List<Connection> openMore(
      Connector connector,
      Session first,
      NbdAddress address,
      String exportName,
      NbdClientOptions options,
      int more) {
    List<Future<Session>> opening = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < more; i++) {
        opening.add(
            threads.submit(
                () -> connector.connect(handshake -> handshake.openLike(first, exportName))));
      }
    }
    List<Connection> opened = new ArrayList<>();
    for (Future<Session> each : opening) {
      if (each.state() == Future.State.SUCCESS) {
        opened.add(Connection.start(each.resultNow(), address.toString(), options.maxInFlight()));
      } else {
        // The server may allow fewer clients than are wanted here; what there is will do.
        LOG.info("One NBD connection to {} fewer than wanted", address, each.exceptionNow());
      }
    }
    return opened;
  }

  /** The session of the first connection, which all others are like. */
  Session first() {
    return connections.getFirst().session();
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
    Connection best = connections.getFirst();
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
    closed.countDown();
    for (Connection connection : connections) connection.close();
  }
}
