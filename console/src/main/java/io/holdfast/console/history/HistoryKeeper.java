package io.holdfast.console.history;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.holdfast.schema.history.CapacityHistory;
import io.holdfast.schema.history.ThroughputHistory;
import java.util.concurrent.CountDownLatch;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Writes the history down. Each console has one, and none needs to know of the others, since the
 * database takes each sample once.
 */
@Component
class HistoryKeeper implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(HistoryKeeper.class);

  /** A minute's sample is then at most this late. */
  private static final long TICK_MILLIS = 5000;

  private final ThroughputHistory throughput;
  private final CapacityHistory capacity;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean running;

  HistoryKeeper(DSLContext database) {
    this.throughput = new ThroughputHistory(database);
    this.capacity = new CapacityHistory(database);
  }

  @Override
  public void start() {
    running = true;
    Thread.ofVirtual().name("history").start(this::keep);
  }

  private void keep() {
    try {
      while (!stopped.await(TICK_MILLIS, MILLISECONDS)) {
        quietly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sample() {
    throughput.sample();
    if (capacity.isDue() && capacity.sample()) {
      throughput.thinOut();
      capacity.thinOut();
    }
  }

  /** One of the edges where everything is caught: the next round tries again. */
  private void quietly() {
    try {
      sample();
    } catch (RuntimeException e) {
      if (stopped.getCount() > 0) {
        log.warn("Writing the history down failed and is tried again reason={}", e.toString());
        log.debug("Writing the history down failed", e);
      }
    }
  }

  @Override
  public void stop() {
    running = false;
    stopped.countDown();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
