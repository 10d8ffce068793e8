package io.holdfast.engine.run;

import io.holdfast.engine.extent.VolumeTarget;
import io.holdfast.engine.record.RestoreJournal;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;

/**
 * Follows a restore's segments in order, and every few seconds makes durable what is done and
 * records how far that goes.
 */
final class RestorePositions {
  private static final int MAX_OPEN_SEGMENTS = 32;
  private static final Open END = new Open(new Countdown(), -1);

  private final VolumeTarget target;
  private final RestoreJournal journal;
  private final DamageList damage;
  private final Duration every;
  private final BlockingQueue<Open> queue = new ArrayBlockingQueue<>(MAX_OPEN_SEGMENTS);
  private final CompletableFuture<Void> finished = new CompletableFuture<>();

  private record Open(Countdown segment, long endBytes) {}

  RestorePositions(VolumeTarget target, RestoreJournal journal, DamageList damage, Duration every) {
    this.damage = damage;
    this.target = target;
    this.journal = journal;
    this.every = every;
  }

  /** Hands over a segment that is about to be started; waits if too many are open. */
  void expect(Countdown segment, long endBytes) throws InterruptedException {
    queue.put(new Open(segment, endBytes));
  }

  /** Waits until everything is done, durable and recorded. */
  void finish() throws InterruptedException {
    queue.put(END);
    RunScope.await(finished);
  }

  /** The follower's own thread. */
  void run() throws InterruptedException {
    long position = journal.positionBytes();
    long due = System.nanoTime() + every.toNanos();
    for (Open next = queue.take(); next != END; next = queue.take()) {
      next.segment.await();
      position = next.endBytes;
      if (System.nanoTime() - due > 0) {
        advance(position);
        due = System.nanoTime() + every.toNanos();
      }
    }
    advance(position);
    finished.complete(null);
  }

  private void advance(long position) {
    target.flush();
    if (damage.isEmpty()) {
      // Past damage the position stays, so that a resumed restore meets and reports it again.
      journal.advance(position);
    }
  }
}
