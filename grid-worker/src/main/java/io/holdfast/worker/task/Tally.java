package io.holdfast.worker.task;

import java.util.concurrent.atomic.LongAdder;

/** Counts what all tasks of this worker move. Counted by many threads, told by one. */
final class Tally {

  /** Hears what was moved since it last heard. */
  @FunctionalInterface
  interface Listener {
    void moved(long readBytes, long writtenBytes);
  }

  private final LongAdder read = new LongAdder();
  private final LongAdder written = new LongAdder();
  private long toldRead;
  private long toldWritten;

  void moved(long readBytes, long writtenBytes) {
    read.add(readBytes);
    written.add(writtenBytes);
  }

  /** Tells what is new, if anything is; what the listener fails at is told again. */
  void tell(Listener listener) {
    long nowRead = read.sum();
    long nowWritten = written.sum();
    if (nowRead != toldRead || nowWritten != toldWritten) {
      listener.moved(nowRead - toldRead, nowWritten - toldWritten);
      toldRead = nowRead;
      toldWritten = nowWritten;
    }
  }
}
