package io.holdfast.bench.whole;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A link of some length: passes connections on, and each byte a while after it came, in both
 * directions. What is under way is bounded, far above what such a link holds.
 */
final class DelayedLink implements AutoCloseable {

  private static final int PIECE = 256 * 1024;
  private static final int PIECES_UNDER_WAY = 1024;

  private final ServerSocket server = new ServerSocket();
  private final InetSocketAddress target;
  private volatile long delayNanos;

  private record Piece(byte[] bytes, long sendAt) {}

  private DelayedLink(InetSocketAddress from, InetSocketAddress target) throws IOException {
    this.target = target;
    server.bind(from);
    Thread.ofVirtual().start(this::accept);
  }

  /** Passes on what comes to one address to the other; no delay yet. */
  static DelayedLink between(InetSocketAddress from, InetSocketAddress target) throws IOException {
    return new DelayedLink(from, target);
  }

  /** The link that the environment's settings of the volume service are about; no delay yet. */
  static DelayedLink ofVolumeService() throws IOException {
    String advertised = System.getenv("HOLDFAST_VOLUMESERVICE_NBD_ADVERTISEADDRESS");
    String port = System.getenv("HOLDFAST_VOLUMESERVICE_NBD_PORT");
    if (advertised == null || port == null) {
      throw new IllegalArgumentException(
          "--delay needs HOLDFAST_VOLUMESERVICE_NBD_ADVERTISEADDRESS=127.0.0.2 and"
              + " HOLDFAST_VOLUMESERVICE_NBD_PORT=17809 (any free port) in the environment,"
              + " so that the worker comes by way of the link.");
    }
    int number = Integer.parseInt(port);
    return new DelayedLink(
        new InetSocketAddress(InetAddress.getByName(advertised), number),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
  }

  /**
   * @param delay of what comes from now on, for each direction
   */
  void delay(Duration delay) {
    delayNanos = delay.toNanos();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = server.accept();
        Socket far = new Socket(target.getAddress(), target.getPort());
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        pass(near, far);
        pass(far, near);
      }
    } catch (IOException closed) {
      // Closing the link ends it.
    }
  }

  private void pass(Socket from, Socket to) {
    BlockingQueue<Piece> underWay = new ArrayBlockingQueue<>(PIECES_UNDER_WAY);
    Thread.ofVirtual().start(() -> read(from, underWay));
    Thread.ofVirtual().start(() -> write(underWay, from, to));
  }

  /** An empty piece is the end. */
  private void read(Socket from, BlockingQueue<Piece> underWay) {
    try {
      try {
        InputStream in = from.getInputStream();
        byte[] bytes = new byte[PIECE];
        int read;
        while ((read = in.read(bytes)) >= 0) {
          underWay.put(new Piece(Arrays.copyOf(bytes, read), System.nanoTime() + delayNanos));
        }
      } catch (IOException broken) {
        // The same as an end for the other side.
      }
      underWay.put(new Piece(new byte[0], System.nanoTime() + delayNanos));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void write(BlockingQueue<Piece> underWay, Socket from, Socket to) {
    try (from;
        to) {
      OutputStream out = to.getOutputStream();
      while (true) {
        Piece piece = underWay.take();
        TimeUnit.NANOSECONDS.sleep(piece.sendAt() - System.nanoTime());
        if (piece.bytes().length == 0) {
          throw new EOFException();
        }
        out.write(piece.bytes());
      }
    } catch (IOException ended) {
      // Both sockets are closed now, which ends the other direction.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
