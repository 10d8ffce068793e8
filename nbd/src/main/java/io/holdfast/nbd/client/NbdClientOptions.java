package io.holdfast.nbd.client;

import io.holdfast.nbd.tls.ClientTls;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a client connects.
 *
 * @param tls null: without TLS. Otherwise TLS is demanded; there is no falling back to plain text
 * @param connections opened when the server allows several; from 1 to 64
 * @param maxInFlight requests in flight on each connection; from 1 to 1024
 * @param connectTimeout for reaching the server and negotiating
 * @param requestTimeout a request without an answer for so long breaks its connection
 * @param metaContexts asked for besides {@code base:allocation}, for example {@code
 *     qemu:dirty-bitmap:b0}
 */
public record NbdClientOptions(
    @Nullable ClientTls tls,
    int connections,
    int maxInFlight,
    Duration connectTimeout,
    Duration requestTimeout,
    List<String> metaContexts) {

  public static final NbdClientOptions DEFAULTS =
      new NbdClientOptions(null, 4, 16, Duration.ofSeconds(10), Duration.ofSeconds(60), List.of());

  public NbdClientOptions {
    if (connections < 1 || connections > 64) {
      throw new IllegalArgumentException("NBD connections must be 1 to 64, not " + connections);
    }
    if (maxInFlight < 1 || maxInFlight > 1024) {
      throw new IllegalArgumentException(
          "NBD requests in flight must be 1 to 1024, not " + maxInFlight);
    }
    if (!connectTimeout.isPositive() || !requestTimeout.isPositive()) {
      throw new IllegalArgumentException("NBD timeouts must be longer than nothing");
    }
    metaContexts = List.copyOf(metaContexts);
  }

  public NbdClientOptions withTls(@Nullable ClientTls newTls) {
    return new NbdClientOptions(
        newTls, connections, maxInFlight, connectTimeout, requestTimeout, metaContexts);
  }

  public NbdClientOptions withConnections(int newConnections) {
    return new NbdClientOptions(
        tls, newConnections, maxInFlight, connectTimeout, requestTimeout, metaContexts);
  }

  public NbdClientOptions withMaxInFlight(int newMaxInFlight) {
    return new NbdClientOptions(
        tls, connections, newMaxInFlight, connectTimeout, requestTimeout, metaContexts);
  }

  public NbdClientOptions withConnectTimeout(Duration newTimeout) {
    return new NbdClientOptions(
        tls, connections, maxInFlight, newTimeout, requestTimeout, metaContexts);
  }

  public NbdClientOptions withRequestTimeout(Duration newTimeout) {
    return new NbdClientOptions(
        tls, connections, maxInFlight, connectTimeout, newTimeout, metaContexts);
  }

  public NbdClientOptions withMetaContexts(List<String> newContexts) {
    return new NbdClientOptions(
        tls, connections, maxInFlight, connectTimeout, requestTimeout, newContexts);
  }
}
