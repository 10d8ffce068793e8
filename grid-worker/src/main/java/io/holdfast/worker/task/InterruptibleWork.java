package io.holdfast.worker.task;

import io.holdfast.engine.Cancellation;

/**
 * Lets a request to stop interrupt the thread that does a task's work, and nothing that this thread
 * does afterwards: clearing away and telling the database must not be cut short by a late
 * interrupt. The lock orders the last interrupt before the end.
 */
final class InterruptibleWork implements AutoCloseable {

  private final Thread thread = Thread.currentThread();
  private final Runnable forget;
  private boolean ended;

  /** From now on a request interrupts the calling thread. */
  InterruptibleWork(Cancellation cancellation) {
    this.forget = cancellation.onRequest(this::interrupt);
  }

  private synchronized void interrupt() {
    if (!ended) {
      thread.interrupt();
    }
  }

  /** From now on none does, and the flag is down. */
  @Override
  public void close() {
    forget.run();
    synchronized (this) {
      ended = true;
    }
    Thread.interrupted();
  }
}
