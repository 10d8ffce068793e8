package io.holdfast.volumeservice.connection;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * How volumes are served: {@code holdfast.volume-service.nbd.*}.
 *
 * @param listenAddress address to listen on, {@code 0.0.0.0} for all; default 127.0.0.1
 * @param advertiseAddress address that workers are told, for instance before a router; default: the
 *     one listened on, or with all addresses the one that faces the worker
 * @param port port to listen on; default 0, which takes a free one
 * @param tls whether connections are encrypted; default auto, which means not on loopback
 */
public record NbdSettings(
    @Nullable String listenAddress,
    @Nullable String advertiseAddress,
    @Nullable Integer port,
    @Nullable TlsMode tls) {

  /** When connections are encrypted. */
  public enum TlsMode {
    AUTO,
    ALWAYS,
    NEVER
  }

  public NbdSettings {
    if (port != null && (port < 0 || port > 65535)) {
      throw new IllegalArgumentException(
          "holdfast.volume-service.nbd.port must lie between 0 and 65535, but is " + port + ".");
    }
    if (listenAddress == null || listenAddress.isBlank()) {
      listenAddress = "127.0.0.1";
    }
    if (advertiseAddress != null && advertiseAddress.isBlank()) {
      advertiseAddress = null;
    }
  }

  /** The address to listen on. */
  InetAddress listenOn() {
    try {
      return InetAddress.getByName(listenAddress);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "holdfast.volume-service.nbd.listen-address is '%s', which is no address of this machine."
              .formatted(listenAddress),
          e);
    }
  }

  int portOrDefault() {
    return port == null ? 0 : port;
  }

  boolean encrypts() {
    return switch (tls == null ? TlsMode.AUTO : tls) {
      case AUTO -> !listenOn().isLoopbackAddress();
      case ALWAYS -> true;
      case NEVER -> false;
    };
  }
}
