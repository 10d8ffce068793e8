package io.holdfast.nbd;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/** Where an NBD server listens. It never holds an export's name, so that it may be logged. */
public sealed interface NbdAddress {

  /** Port that IANA gave to NBD. */
  int DEFAULT_PORT = 10809;

  /** A TCP address; port 0 lets a listening server choose a free one. */
  static NbdAddress tcp(String host, int port) {
    return new Tcp(host, port);
  }

  /** A unix domain socket in the file system. */
  static NbdAddress unix(Path socket) {
    return new Unix(socket);
  }

  /** The socket address, the host's name resolved. */
  SocketAddress resolve() throws UnknownHostException;

  /** Family of the channel that can connect to or listen on it. */
  StandardProtocolFamily family() throws UnknownHostException;

  /** Host and port. */
  record Tcp(String host, int port) implements NbdAddress {
    public Tcp {
      if (host.isBlank()) throw new IllegalArgumentException("An NBD address needs a host");
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException(
            "NBD port %d is not between 0 and 65535".formatted(port));
      }
    }

    @Override
    public SocketAddress resolve() throws UnknownHostException {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    }

    @Override
    public StandardProtocolFamily family() throws UnknownHostException {
      return InetAddress.getByName(host) instanceof java.net.Inet6Address
          ? StandardProtocolFamily.INET6
          : StandardProtocolFamily.INET;
    }

    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /** Path of a unix domain socket; most systems take at most 107 bytes. */
  record Unix(Path socket) implements NbdAddress {
    @Override
    public SocketAddress resolve() {
      return UnixDomainSocketAddress.of(socket);
    }

    @Override
    public StandardProtocolFamily family() {
      return StandardProtocolFamily.UNIX;
    }

    @Override
    public String toString() {
      return "unix:" + socket;
    }
  }
}
