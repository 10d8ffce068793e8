package io.holdfast.nbd.server;

import io.holdfast.nbd.transport.Deadline;
import io.holdfast.nbd.transport.PlainTransport;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client, from its arrival to its end. A failure here ends this connection and nothing else.
 */
final class ServerConnection {
  private static final Logger LOG = LoggerFactory.getLogger(ServerConnection.class);

  private final PlainTransport plain;
  private final String client;
  private final Exports exports;
  private final Surroundings surroundings;

  /**
   * What all connections of a server share.
   *
   * @param ended is told of each connection that has ended
   */
  record Surroundings(
      NbdServerOptions options, BufferPool pool, ExecutorService threads, Ended ended) {}

  /** Hears of the end of a connection, once. */
  interface Ended {
    void ended(ServerConnection connection);
  }

  ServerConnection(
      PlainTransport plain, String client, Exports exports, Surroundings surroundings) {
    this.plain = plain;
    this.client = client;
    this.exports = exports;
    this.surroundings = surroundings;
  }

  /** Serves the client in the calling thread, and in others that it calls for help. */
  void run() {
    Optional<OpenExport> open = Optional.empty();
    try {
      open = negotiate();
    } catch (IOException | RuntimeException | Error e) {
      LOG.debug("NBD client {} was dropped during the negotiation: {}", client, e.toString());
    } finally {
      if (open.isEmpty()) {
        exports.all().forEach(export -> export.leave(this));
        plain.close();
        surroundings.ended().ended(this);
      }
    }
    open.ifPresent(this::serve);
  }

  private Optional<OpenExport> negotiate() throws IOException {
    NbdServerOptions options = surroundings.options();
    Deadline deadline = new Deadline(options.handshakeTimeout(), plain::cut);
    try (deadline) {
      return new ServerHandshake(options, exports, this, plain).negotiate();
    }
  }

  private void serve(OpenExport open) {
    NbdServerOptions options = surroundings.options();
    ConnectionMemory memory =
        new ConnectionMemory(surroundings.pool(), options.memoryPerConnection());
    RequestLoop.Ending ending =
        new RequestLoop.Ending() {
          @Override
          public void failed(Throwable failure) {
            LOG.debug("NBD client {} is dropped: {}", client, failure.toString());
            plain.cut();
          }

          @Override
          public void left() {
            open.transport().finish();
            open.transport().close();
            open.export().leave(ServerConnection.this);
            surroundings.ended().ended(ServerConnection.this);
          }
        };
    new RequestLoop(open, memory, options.maxInFlight(), surroundings.threads(), ending).run();
  }

  /** Ends the connection at once, from any thread. */
  void cut() {
    plain.cut();
  }
}
