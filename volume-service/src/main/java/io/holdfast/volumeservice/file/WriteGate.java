package io.holdfast.volumeservice.file;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Lets writes to a volume through, or holds them back while the volume is copied. The lock guards
 * both fields; it is never held during input or output.
 */
final class WriteGate {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int writing;
  private boolean closed;

  /** Waits while the gate is closed. False, at once, when the writer was cut off: do not write. */
  boolean enter(BooleanSupplier cutOff) {
    lock.lock();
    try {
      while (closed && !cutOff.getAsBoolean()) {
        changed.awaitUninterruptibly();
      }
      if (cutOff.getAsBoolean()) {
        return false;
      }
      writing++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Ends what a successful {@link #enter} began. */
  void leave() {
    lock.lock();
    try {
      writing--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Closes the gate and waits until nobody writes; others that want to close it wait their turn.
   */
  void close() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (closed) {
        changed.await();
      }
      closed = true;
      try {
        while (writing > 0) {
          changed.await();
        }
      } catch (InterruptedException e) {
        closed = false;
        changed.signalAll();
        throw e;
      }
    } finally {
      lock.unlock();
    }
  }

  void open() {
    lock.lock();
    try {
      closed = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Has those who wait ask again whether they were cut off. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
