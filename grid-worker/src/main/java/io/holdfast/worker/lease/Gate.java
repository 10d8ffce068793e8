package io.holdfast.worker.lease;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What every read and write of a volume or a repository passes. It is open until a moment on the
 * monotonic clock, and whoever holds the lease moves that moment on. The clock is looked at for
 * each operation: a process that was frozen and wakes up finds the gate closed, whatever its
 * threads had planned. Who comes to a closed gate waits until it opens again or is fenced for good.
 *
 * <p>The lock guards the waiting; passing an open gate reads two fields and the clock.
 */
public final class Gate {

  private final LongSupplier nanoClock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile long closesAt;
  private volatile @Nullable String fencedBecause;

  /** A gate that is closed until it is opened for the first time. */
  public Gate() {
    this(System::nanoTime);
  }

  Gate(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.closesAt = nanoClock.getAsLong();
  }

  /** Whether an operation could pass now. */
  public boolean isOpen() {
    return fencedBecause == null && nanoClock.getAsLong() - closesAt < 0;
  }

  /** How long it stays open if nothing happens; not positive when it is closed. */
  public Duration remaining() {
    return Duration.ofNanos(closesAt - nanoClock.getAsLong());
  }

  /**
   * Returns when the gate is open.
   *
   * @throws BackupException {@link FailureKind#FENCED} when it never opens again; {@link
   *     FailureKind#CANCELLED} when the thread is interrupted while it waits
   */
  public void pass() {
    if (!isOpen()) {
      await();
    }
  }

  /** Whether open or closed for now: throws only when it is closed for ever. */
  public void throwIfFenced() {
    String reason = fencedBecause;
    if (reason != null) {
      throw new BackupException(FailureKind.FENCED, reason);
    }
  }

  private void await() {
    lock.lock();
    try {
      while (!isOpen()) {
        throwIfFenced();
        changed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackupException(
          FailureKind.CANCELLED, "Stopped while waiting for the worker's lease.", e);
    } finally {
      lock.unlock();
    }
  }

  /** Keeps the gate open until that moment of {@link System#nanoTime}, or opens it. */
  void openUntil(long nanoTime) {
    lock.lock();
    try {
      closesAt = nanoTime;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Closes the gate for ever. */
  void fence(String reason) {
    lock.lock();
    try {
      fencedBecause = reason;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
