package io.holdfast.nbd;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between one client and a server and damages one direction: flips bits, drops or invents
 * bytes, or ends the stream. What it does follows from its seed.
 */
final class FaultyWire implements AutoCloseable {
  /** Damage happens in here: the negotiation, and the heads of the first requests. */
  private static final int REACH_BYTES = 1200;

  private final ServerSocket listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  private final NbdAddress.Tcp target;
  private final long seed;
  private final boolean damageRequests;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  FaultyWire(NbdAddress target, long seed) throws IOException {
    this.target = (NbdAddress.Tcp) target;
    this.seed = seed;
    this.damageRequests = seed % 2 == 0;
    Thread.ofVirtual().start(this::accept);
  }

  NbdAddress address() {
    return NbdAddress.tcp("127.0.0.1", listener.getLocalPort());
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        sockets.add(client);
        Socket server = new Socket(target.host(), target.port());
        sockets.add(server);
        Thread.ofVirtual().start(() -> pump(client, server, damageRequests));
        Thread.ofVirtual().start(() -> pump(server, client, !damageRequests));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void pump(Socket from, Socket to, boolean damaging) {
    Random random = new Random(seed);
    int faultAt = random.nextInt(REACH_BYTES);
    int kind = random.nextInt(6);
    byte[] buffer = new byte[16384];
    long passed = 0;
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        int at = (int) (faultAt - passed);
        if (!damaging || at < 0 || at >= read) {
          out.write(buffer, 0, read);
        } else {
          out.write(buffer, 0, at);
          if (kind == 0) return;
          damage(kind, buffer, at, read, random);
          if (kind == 1) out.write(random.nextInt(256));
          out.write(buffer, kind == 2 ? at + 1 : at, kind == 2 ? read - at - 1 : read - at);
        }
        passed += read;
      }
    } catch (IOException e) {
      // The other direction has ended, or one of the two sides.
    }
  }

  private static void damage(int kind, byte[] buffer, int at, int read, Random random) {
    if (kind < 3) return;
    int length = kind == 3 ? 1 : Math.min(read - at, 1 + random.nextInt(kind == 4 ? 4 : 64));
    for (int i = at; i < at + length; i++) {
      buffer[i] =
          kind == 3 ? (byte) (buffer[i] ^ (1 << random.nextInt(8))) : (byte) random.nextInt(256);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) socket.close();
  }
}
