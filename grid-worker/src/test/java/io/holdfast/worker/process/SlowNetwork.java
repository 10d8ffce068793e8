package io.holdfast.worker.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands between workers and a server, passes bytes on, and can be made slow, be stopped, or break
 * all connections. The lock guards what may pass.
 */
final class SlowNetwork implements AutoCloseable {

  private static final long FREE = Long.MAX_VALUE;
  private static final int PIECE = 16 * 1024;

  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long bytesPerSecond = FREE;
  private long freeFrom = System.nanoTime();
  private long passed;
  private volatile InetSocketAddress target = new InetSocketAddress(0);

  /** Listens on a free port of the address. */
  SlowNetwork(String address) throws IOException {
    server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(address, 0));
  }

  int port() {
    return server.getLocalPort();
  }

  SlowNetwork passOnTo(String address, int port) {
    target = new InetSocketAddress(address, port);
    Thread.ofVirtual().name("slow-network").start(this::accept);
    return this;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> connect(client));
      } catch (SocketException e) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void connect(Socket client) {
    sockets.add(client);
    try (client;
        Socket onward = new Socket()) {
      sockets.add(onward);
      onward.connect(target);
      Thread back = Thread.ofVirtual().start(() -> pump(onward, client));
      pump(client, onward);
      back.join();
    } catch (IOException | InterruptedException e) {
      // The connection is over.
    } finally {
      sockets.remove(client);
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] piece = new byte[PIECE];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
        mayPass(length);
        out.write(piece, 0, length);
      }
    } catch (IOException | InterruptedException e) {
      // The connection is over.
    } finally {
      quietly(from);
      quietly(to);
      sockets.remove(to);
    }
  }

  private void mayPass(int bytes) throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        long wait = freeFrom - System.nanoTime();
        if (bytesPerSecond == 0) {
          changed.await();
        } else if (bytesPerSecond == FREE || wait <= 0) {
          break;
        } else {
          changed.await(wait, TimeUnit.NANOSECONDS);
        }
      }
      if (bytesPerSecond != FREE) {
        freeFrom = Math.max(freeFrom, System.nanoTime()) + bytes * 1_000_000_000L / bytesPerSecond;
      }
      passed += bytes;
    } finally {
      lock.unlock();
    }
  }

  /** Lets only so much pass from now on, all connections together; nought stops everything. */
  void limit(long newBytesPerSecond) {
    lock.lock();
    try {
      bytesPerSecond = newBytesPerSecond;
      freeFrom = System.nanoTime();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many bytes have passed, in both directions. */
  long passedBytes() {
    lock.lock();
    try {
      return passed;
    } finally {
      lock.unlock();
    }
  }

  void free() {
    limit(FREE);
  }

  /** Breaks all connections. */
  void cut() {
    sockets.forEach(SlowNetwork::quietly);
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
    free();
    cut();
  }
}
