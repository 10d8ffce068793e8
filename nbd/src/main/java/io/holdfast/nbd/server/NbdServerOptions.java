package io.holdfast.nbd.server;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a server serves.
 *
 * @param tls null: no TLS at all. Otherwise every client must use it, at least 1.3
 * @param clientCertificate whether a TLS client must show a certificate that {@code tls} trusts
 * @param listing whether clients may list exports' names, which are secrets otherwise
 * @param maxConnections further ones are closed at once
 * @param maxInFlight requests of one connection that run at once
 * @param memoryPerConnection bytes of request data in memory per connection, at least the 32 MiB of
 *     the longest request
 * @param handshakeTimeout a client that has not opened an export by then is dropped
 */
public record NbdServerOptions(
    @Nullable SSLContext tls,
    ClientCertificate clientCertificate,
    Listing listing,
    int maxConnections,
    int maxInFlight,
    long memoryPerConnection,
    Duration handshakeTimeout) {

  /** Whether TLS clients prove who they are. */
  public enum ClientCertificate {
    NOT_ASKED,
    REQUIRED
  }

  /** Whether export names are shown. */
  public enum Listing {
    REFUSED,
    ALLOWED
  }

  public static final NbdServerOptions DEFAULTS =
      new NbdServerOptions(
          null,
          ClientCertificate.NOT_ASKED,
          Listing.REFUSED,
          256,
          16,
          64 << 20,
          Duration.ofSeconds(10));

  public NbdServerOptions {
    if (maxConnections < 1) {
      throw new IllegalArgumentException(
          "An NBD server needs at least 1 connection, not " + maxConnections);
    }
    if (maxInFlight < 1 || maxInFlight > 1024) {
      throw new IllegalArgumentException(
          "NBD requests in flight must be 1 to 1024, not " + maxInFlight);
    }
    if (memoryPerConnection < 32 << 20) {
      throw new IllegalArgumentException(
          "An NBD connection needs at least 32 MiB of memory, not " + memoryPerConnection);
    }
    if (!handshakeTimeout.isPositive()) {
      throw new IllegalArgumentException("The NBD handshake timeout must be longer than nothing");
    }
  }

  public NbdServerOptions withTls(@Nullable SSLContext newTls) {
    return new NbdServerOptions(
        newTls,
        clientCertificate,
        listing,
        maxConnections,
        maxInFlight,
        memoryPerConnection,
        handshakeTimeout);
  }

  public NbdServerOptions withClientCertificate(ClientCertificate newRule) {
    return new NbdServerOptions(
        tls, newRule, listing, maxConnections, maxInFlight, memoryPerConnection, handshakeTimeout);
  }

  public NbdServerOptions withListing(Listing newListing) {
    return new NbdServerOptions(
        tls,
        clientCertificate,
        newListing,
        maxConnections,
        maxInFlight,
        memoryPerConnection,
        handshakeTimeout);
  }

  public NbdServerOptions withMaxConnections(int newMax) {
    return new NbdServerOptions(
        tls,
        clientCertificate,
        listing,
        newMax,
        maxInFlight,
        memoryPerConnection,
        handshakeTimeout);
  }

  public NbdServerOptions withMaxInFlight(int newMax) {
    return new NbdServerOptions(
        tls,
        clientCertificate,
        listing,
        maxConnections,
        newMax,
        memoryPerConnection,
        handshakeTimeout);
  }

  public NbdServerOptions withMemoryPerConnection(long newBytes) {
    return new NbdServerOptions(
        tls, clientCertificate, listing, maxConnections, maxInFlight, newBytes, handshakeTimeout);
  }

  public NbdServerOptions withHandshakeTimeout(Duration newTimeout) {
    return new NbdServerOptions(
        tls,
        clientCertificate,
        listing,
        maxConnections,
        maxInFlight,
        memoryPerConnection,
        newTimeout);
  }
}
