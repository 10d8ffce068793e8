package io.holdfast.nbd.client;

import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.NbdException;
import io.holdfast.nbd.NbdNegotiationException;
import io.holdfast.nbd.NbdNegotiationException.Reason;
import io.holdfast.nbd.transport.Deadline;
import io.holdfast.nbd.transport.PlainTransport;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Reaches a server and negotiates, within one time limit, and says what went wrong in a person's
 * words.
 */
final class Connector {
  private final NbdAddress address;
  private final NbdClientOptions options;

  Connector(NbdAddress address, NbdClientOptions options) {
    this.address = address;
    this.options = options;
  }

  /** What to do once the server has greeted. */
  interface Talk<T> {
    T with(ClientHandshake handshake) throws IOException;
  }

  /**
   * Connects and talks. The connection is closed if the talk fails; otherwise it is the talk's to
   * close.
   */
  <T> T connect(Talk<T> talk) throws NbdException {
    SocketAddress target;
    SocketChannel channel;
    try {
      target = address.resolve();
      channel = SocketChannel.open(address.family());
    } catch (UnknownHostException e) {
      throw failure(Reason.UNREACHABLE, "is not reachable: the host's name is unknown", e);
    } catch (IOException e) {
      throw failure(Reason.UNREACHABLE, "is not reachable: " + e.getMessage(), e);
    }
    PlainTransport transport = new PlainTransport(channel);
    Deadline deadline = new Deadline(options.connectTimeout(), transport::cut);
    try (deadline) {
      open(channel, target);
      T result = talk.with(ClientHandshake.begin(address, options, transport));
      deadline.close();
      if (!deadline.hasPassed()) return result;
      throw timedOut(null);
    } catch (IOException e) {
      transport.cut();
      if (deadline.hasPassed()) throw timedOut(e);
      throw explain(e);
    } catch (RuntimeException e) {
      transport.cut();
      throw e;
    }
  }

  private void open(SocketChannel channel, SocketAddress target) throws IOException {
    try {
      if (address.family() != StandardProtocolFamily.UNIX) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      }
      channel.connect(target);
    } catch (IOException e) {
      throw failure(Reason.UNREACHABLE, "is not reachable: " + e.getMessage(), e);
    }
  }

  private NbdException explain(IOException e) {
    return switch (e) {
      case NbdException said -> said;
      case SSLException tls ->
          failure(Reason.TLS, "and this client do not agree on TLS: " + tls.getMessage(), tls);
      default -> failure(Reason.PROTOCOL, "broke off the negotiation: " + e.getMessage(), e);
    };
  }

  private NbdNegotiationException timedOut(@Nullable IOException cause) {
    Duration limit = options.connectTimeout();
    return failure(
        Reason.UNREACHABLE,
        "did not finish the negotiation within %d ms".formatted(limit.toMillis()),
        cause);
  }

  private NbdNegotiationException failure(Reason reason, String what, @Nullable IOException cause) {
    return new NbdNegotiationException(
        reason, "The NBD server at %s %s".formatted(address, what), cause);
  }
}
