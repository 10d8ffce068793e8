package io.holdfast.nbd.server;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Direct buffers for request data, kept for the next request: making one anew costs more than a
 * read. How much is in use is bounded by the connections' budgets; how much lies idle is bounded
 * here.
 */
final class BufferPool {
  private static final int SMALLEST_SHIFT = 12;
  private static final int CLASSES = 32 - SMALLEST_SHIFT;

  private final long maxIdleBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<ByteBuffer>[] idle = newClasses();
  private long idleBytes;

  BufferPool(long maxIdleBytes) {
    this.maxIdleBytes = maxIdleBytes;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static ArrayDeque<ByteBuffer>[] newClasses() {
    ArrayDeque[] classes = new ArrayDeque[CLASSES];
    for (int i = 0; i < CLASSES; i++) classes[i] = new ArrayDeque<ByteBuffer>();
    return classes;
  }

  /** A buffer with so many bytes remaining and any content. */
  ByteBuffer take(int bytes) {
    int sizeClass = sizeClass(bytes);
    lock.lock();
    try {
      ByteBuffer kept = idle[sizeClass].pollLast();
      if (kept != null) {
        idleBytes -= kept.capacity();
        return kept.clear().limit(bytes);
      }
    } finally {
      lock.unlock();
    }
    return ByteBuffer.allocateDirect(1 << (sizeClass + SMALLEST_SHIFT)).limit(bytes);
  }

  void give(ByteBuffer buffer) {
    lock.lock();
    try {
      if (idleBytes + buffer.capacity() > maxIdleBytes) return;
      idle[sizeClass(buffer.capacity())].addLast(buffer);
      idleBytes += buffer.capacity();
    } finally {
      lock.unlock();
    }
  }

  private static int sizeClass(int bytes) {
    return Math.max(0, 32 - Integer.numberOfLeadingZeros(Math.max(1, bytes) - 1) - SMALLEST_SHIFT);
  }
}
