package io.holdfast.nbd.server;

import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.transport.PlainTransport;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listening socket and the thread that takes clients from it. */
final class Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
  private static final int BACKLOG = 128;
  private static final long PAUSE_MILLIS = 100;

  private final ServerSocketChannel channel;
  private final NbdAddress address;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * A client.
   *
   * @param from its address, for logs
   */
  record Arrival(PlainTransport transport, String from) {}

  private Listener(ServerSocketChannel channel, NbdAddress address) {
    this.channel = channel;
    this.address = address;
  }

  static Listener open(NbdAddress wanted) throws IOException {
    SocketAddress socketAddress = wanted.resolve();
    if (wanted instanceof NbdAddress.Unix unix) removeStale(unix, socketAddress);
    ServerSocketChannel channel = ServerSocketChannel.open(wanted.family());
    try {
      if (wanted instanceof NbdAddress.Tcp)
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(socketAddress, BACKLOG);
      NbdAddress bound =
          wanted instanceof NbdAddress.Tcp(String host, int port)
                  && channel.getLocalAddress() instanceof InetSocketAddress local
              ? NbdAddress.tcp(host, local.getPort())
              : wanted;
      return new Listener(channel, bound);
    } catch (IOException e) {
      channel.close();
      BindException failure =
          new BindException("NBD cannot listen at %s: %s".formatted(wanted, e.getMessage()));
      failure.initCause(e);
      throw failure;
    }
  }

  /** A socket file on which nobody listens is what a killed process left. */
  private static void removeStale(NbdAddress.Unix address, SocketAddress socketAddress)
      throws IOException {
    if (!Files.exists(address.socket())) return;
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.connect(socketAddress);
    } catch (IOException e) {
      Files.deleteIfExists(address.socket());
    }
  }

  NbdAddress address() {
    return address;
  }

  void start(Consumer<Arrival> welcome) {
    Thread.ofVirtual().name("nbd-listen").start(() -> listen(welcome));
  }

  private void listen(Consumer<Arrival> welcome) {
    while (channel.isOpen()) {
      try {
        SocketChannel client = channel.accept();
        PlainTransport transport = new PlainTransport(client);
        try {
          welcome.accept(new Arrival(transport, prepare(client)));
        } catch (IOException | RuntimeException e) {
          transport.cut();
          throw e;
        }
      } catch (IOException | RuntimeException e) {
        if (!channel.isOpen()) return;
        // For instance no file descriptor is left: those who wait in line may have better luck
        // later.
        LOG.warn("NBD server at {} could not take a client", address, e);
        pause();
      }
    }
  }

  private static String prepare(SocketChannel client) throws IOException {
    if (!(client.getRemoteAddress() instanceof InetSocketAddress remote)) return "on a unix socket";
    client.setOption(StandardSocketOptions.TCP_NODELAY, true);
    client.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    return remote.toString();
  }

  private void pause() {
    try {
      if (closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS))
        LOG.debug("NBD server at {} is closing", address);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void close() {
    closed.countDown();
    try {
      channel.close();
      if (address instanceof NbdAddress.Unix unix) Files.deleteIfExists(unix.socket());
    } catch (IOException e) {
      LOG.warn("NBD server at {} left something behind", address, e);
    }
  }
}
