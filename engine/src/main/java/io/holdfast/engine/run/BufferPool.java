package io.holdfast.engine.run;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * A fixed number of arrays of one size, made when first needed. An array that is not given back,
 * because its run failed while other threads may still use it, is never handed out again.
 */
final class BufferPool {
  private final int bytes;
  private final Semaphore permits;
  private final ConcurrentLinkedDeque<byte[]> free = new ConcurrentLinkedDeque<>();

  BufferPool(int count, int bytes) {
    this.permits = new Semaphore(count);
    this.bytes = bytes;
  }

  /** Waits for an array; its content is anything. */
  byte[] take() throws InterruptedException {
    permits.acquire();
    byte[] buffer = free.poll();
    return buffer == null ? new byte[bytes] : buffer;
  }

  void give(byte[] buffer) {
    free.push(buffer);
    permits.release();
  }
}
