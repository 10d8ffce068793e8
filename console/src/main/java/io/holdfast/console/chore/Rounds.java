package io.holdfast.console.chore;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something again and again, on a thread of its own, until it is closed. A round that fails is
 * logged, and the next one tries again.
 */
public final class Rounds implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Rounds.class);

  private final String what;
  private final Duration pause;
  private final Runnable round;
  private final CountDownLatch closed = new CountDownLatch(1);

  private Rounds(String what, Duration pause, Runnable round) {
    this.what = what;
    this.pause = pause;
    this.round = round;
  }

  /**
   * Begins.
   *
   * @param what the words for it in the log, as in {@code Sending notifications}
   * @param pause between the end of a round and the next
   */
  public static Rounds start(String what, Duration pause, Runnable round) {
    Rounds rounds = new Rounds(what, pause, round);
    Thread.ofVirtual().name(what).start(rounds::go);
    return rounds;
  }

  private void go() {
    try {
      while (!closed.await(pause.toMillis(), MILLISECONDS)) {
        once();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One of the edges where everything is caught. */
  private void once() {
    try {
      round.run();
    } catch (RuntimeException e) {
      if (!isClosed()) {
        log.warn("{} failed and is tried again reason={}", what, e.toString());
        log.debug("{} failed", what, e);
      }
    }
  }

  /** For rounds that take long: whether to leave off. */
  public boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** Begins no other round; one that runs may still end. */
  @Override
  public void close() {
    closed.countDown();
  }
}
