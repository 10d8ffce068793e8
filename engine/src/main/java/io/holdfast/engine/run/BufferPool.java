package io.holdfast.engine.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Arrays of one size for the chunks of a run, made when first needed. How many are lent at once
 * follows the need: as few as keep the processors busy, since what was read long before it is
 * computed has left their caches, and up to all of them where reads, questions or writes take their
 * time.
 *
 * <p>An array that is not given back, because its run failed while other threads may still use it,
 * is never handed out again.
 */
final class BufferPool {
  /**
   * For each processor: as many as are computed, wait, or are looked for while the index is asked.
   */
  private static final int LEAST_PER_PROCESSOR = 12;

  private final int most;
  private final int least;
  private final int bytes;
  private final Processors processors;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition given = lock.newCondition();
  private final Deque<byte[]> free = new ArrayDeque<>();
  private int allowed;
  private int lent;
  private long idleBefore;
  private int givenSinceIdle;

  /**
   * @param most arrays that may be lent at once
   * @param processors that compute what is in the arrays
   */
  BufferPool(int most, int bytes, Processors processors) {
    this.most = most;
    this.bytes = bytes;
    this.processors = processors;
    this.least = Math.min(most, LEAST_PER_PROCESSOR * processors.count());
    this.allowed = least;
  }

  /** Waits for an array; its content is anything. */
  byte[] take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (lent >= allowed) {
        given.await();
      }
      lent++;
      byte[] buffer = free.poll();
      return buffer == null ? new byte[bytes] : buffer;
    } finally {
      lock.unlock();
    }
  }

  void give(byte[] buffer) {
    lock.lock();
    try {
      free.push(buffer);
      lent--;
      followNeed();
      given.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many may be lent at once now. */
  int allowed() {
    lock.lock();
    try {
      return allowed;
    } finally {
      lock.unlock();
    }
  }

  /** One more whenever a processor had nothing to do, one fewer after a while without that. */
  private void followNeed() {
    long idle = processors.idleCount();
    if (idle != idleBefore) {
      idleBefore = idle;
      givenSinceIdle = 0;
      allowed = Math.min(most, allowed + 1);
    } else if (++givenSinceIdle > allowed) {
      givenSinceIdle = 0;
      allowed = Math.max(least, allowed - 1);
    }
  }
}
