package io.holdfast.nbd.server;

import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;

/** The request data that one connection may hold: who wants more waits until some is given back. */
final class ConnectionMemory {
  private static final int UNIT_BYTES = 4096;

  private final BufferPool pool;
  private final Semaphore units;

  ConnectionMemory(BufferPool pool, long bytes) {
    this.pool = pool;
    this.units = new Semaphore((int) Math.min(bytes / UNIT_BYTES, Integer.MAX_VALUE), true);
  }

  /**
   * Not interruptible: whoever holds memory gives it back without needing more.
   *
   * @throws OutOfMemoryError when the process has no more, after which nothing is held
   */
  ByteBuffer take(int bytes) {
    units.acquireUninterruptibly(units(bytes));
    try {
      return pool.take(bytes);
    } catch (OutOfMemoryError e) {
      units.release(units(bytes));
      throw e;
    }
  }

  /** With the number of bytes that it was taken for. */
  void give(ByteBuffer buffer, int bytes) {
    pool.give(buffer);
    units.release(units(bytes));
  }

  private static int units(int bytes) {
    return (bytes + UNIT_BYTES - 1) / UNIT_BYTES;
  }
}
