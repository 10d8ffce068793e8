package io.holdfast.engine.run;

import io.holdfast.engine.Progress;
import io.holdfast.engine.Progress.Amounts;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Adds up what the threads of a run did, and tells it to one listener in order. A thread that finds
 * another one telling goes on; the other one's next call, or {@link #finish}, tells its part.
 */
final class ProgressMeter {
  private final Progress listener;
  private final long totalBytes;
  private final LongAdder done = new LongAdder();
  private final LongAdder read = new LongAdder();
  private final LongAdder stored = new LongAdder();
  private final ReentrantLock telling = new ReentrantLock();

  ProgressMeter(Progress listener, long totalBytes) {
    this.listener = listener;
    this.totalBytes = totalBytes;
  }

  void done(long bytes) {
    done.add(bytes);
    tell();
  }

  void read(long bytes) {
    read.add(bytes);
  }

  void stored(long bytes) {
    stored.add(bytes);
  }

  private void tell() {
    if (telling.tryLock()) {
      try {
        listener.update(amounts());
      } finally {
        telling.unlock();
      }
    }
  }

  void finish() {
    telling.lock();
    try {
      listener.update(amounts());
    } finally {
      telling.unlock();
    }
  }

  private Amounts amounts() {
    return new Amounts(done.sum(), totalBytes, read.sum(), stored.sum());
  }
}
