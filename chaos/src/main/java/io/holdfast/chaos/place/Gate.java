package io.holdfast.chaos.place;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Stands before a server and passes connections on: for each client as slowly as is wished, late,
 * or not at all while the connections stay.
 */
public final class Gate implements AutoCloseable {

  private static final int PIECE = 32 * 1024;
  private static final long LOOK_MILLIS = 20;
  private static final int CONNECT_MILLIS = 5_000;

  /**
   * How bytes pass.
   *
   * @param bytesPerSecond of all the client's connections together, each direction; nought: nothing
   *     passes
   * @param delayMillis of each piece
   */
  public record Manner(long bytesPerSecond, long delayMillis) {}

  private final ServerSocket server = new ServerSocket();
  private final InetSocketAddress target;
  private final Manner usual;
  private final Map<String, Manner> manners = new ConcurrentHashMap<>();
  private final Map<String, Long> freeFrom = new ConcurrentHashMap<>();
  private volatile boolean open;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  Gate(String address, int port, InetSocketAddress target, Manner usual) throws IOException {
    this.target = target;
    this.usual = usual;
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(address, port));
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** From now on, for a client's address. */
  public void treat(String client, Manner manner) {
    manners.put(client, manner);
  }

  /** As usual, for a client's address. */
  public void heal(String client) {
    manners.remove(client);
  }

  /** As usual, for everybody. */
  void heal() {
    manners.clear();
  }

  /** Whether everything that is not treated passes as fast as it goes, instead of as usual. */
  void open(boolean wide) {
    open = wide;
  }

  /** Breaks the client's connections; it may make new ones. */
  public void breakConnections(String client) {
    for (Socket socket : sockets) {
      if (client.equals(addressOf(socket))) {
        quietly(socket);
      }
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void connect(Socket client) {
    String who = addressOf(client);
    sockets.add(client);
    try (client;
        Socket onward = new Socket()) {
      onward.connect(target, CONNECT_MILLIS);
      client.setTcpNoDelay(true);
      onward.setTcpNoDelay(true);
      Thread back = Thread.ofVirtual().start(() -> pump(who, onward, client, "<"));
      pump(who, client, onward, ">");
      back.join();
    } catch (IOException | InterruptedException e) {
      // The connection is over.
    } finally {
      sockets.remove(client);
    }
  }

  private void pump(String who, Socket from, Socket to, String direction) {
    byte[] piece = new byte[PIECE];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
        pass(who, direction, length);
        out.write(piece, 0, length);
      }
    } catch (IOException | InterruptedException e) {
      // The connection is over.
    } finally {
      quietly(from);
      quietly(to);
    }
  }

  private void pass(String who, String direction, int bytes) throws InterruptedException {
    if (open && !manners.containsKey(who)) {
      return;
    }
    Manner manner = manners.getOrDefault(who, usual);
    while (manner.bytesPerSecond() == 0) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      manner = manners.getOrDefault(who, usual);
    }
    long takes = bytes * 1_000_000_000L / manner.bytesPerSecond();
    long now = System.nanoTime();
    long start =
        freeFrom.merge(
            who + direction, now + takes, (before, fresh) -> Math.max(before, now) + takes);
    TimeUnit.NANOSECONDS.sleep(start - takes - now);
    TimeUnit.MILLISECONDS.sleep(manner.delayMillis());
  }

  private static String addressOf(Socket socket) {
    return socket.getInetAddress() == null ? "" : socket.getInetAddress().getHostAddress();
  }

  private static void quietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It was closed before.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    sockets.forEach(Gate::quietly);
  }
}
