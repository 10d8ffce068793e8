package io.holdfast.worker.task;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * How fast a number grows, over the last seconds. Samples are kept a quarter of a second apart, so
 * that memory does not depend on how often it is told. The lock guards the samples.
 */
final class Speed {

  private static final long WINDOW_NANOS = 5_000_000_000L;
  private static final long APART_NANOS = 250_000_000L;

  private record Sample(long atNanos, long bytes) {}

  private final LongSupplier nanoClock;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private long latestBytes;

  Speed() {
    this(System::nanoTime);
  }

  Speed(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  synchronized void done(long bytes) {
    latestBytes = bytes;
    long now = nanoClock.getAsLong();
    if (samples.isEmpty() || now - samples.getLast().atNanos >= APART_NANOS) {
      samples.addLast(new Sample(now, bytes));
    }
    forget(now);
  }

  private void forget(long now) {
    while (samples.size() > 1 && now - samples.getFirst().atNanos > WINDOW_NANOS) {
      samples.removeFirst();
    }
  }

  synchronized long bytesPerSecond() {
    long now = nanoClock.getAsLong();
    forget(now);
    Sample first = samples.peekFirst();
    if (first == null || now - first.atNanos < APART_NANOS) {
      return 0;
    }
    double seconds = (now - first.atNanos) / 1e9;
    return Math.round((latestBytes - first.bytes) / seconds);
  }
}
