package io.holdfast.console.history;

import io.holdfast.console.chore.Rounds;
import io.holdfast.schema.backup.BackupSums;
import io.holdfast.schema.history.CapacityHistory;
import io.holdfast.schema.history.ThroughputHistory;
import java.time.Duration;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Writes the history down, and keeps short what its figures come from. Each console has one, and
 * none needs to know of the others, since the database takes each sample once.
 */
@Component
class HistoryKeeper implements SmartLifecycle {

  /** A minute's sample is then at most this late. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final ThroughputHistory throughput;
  private final CapacityHistory capacity;
  private final BackupSums sums;
  private volatile @Nullable Rounds rounds;

  HistoryKeeper(DSLContext database) {
    this.throughput = new ThroughputHistory(database);
    this.capacity = new CapacityHistory(database);
    this.sums = new BackupSums(database);
  }

  @Override
  public void start() {
    rounds = Rounds.start("Writing the history down", PAUSE, this::sample);
  }

  private void sample() {
    sums.fold();
    throughput.sample();
    if (capacity.isDue() && capacity.sample()) {
      throughput.thinOut();
      capacity.thinOut();
    }
  }

  @Override
  public void stop() {
    Rounds running = rounds;
    rounds = null;
    if (running != null) {
      running.close();
    }
  }

  @Override
  public boolean isRunning() {
    return rounds != null;
  }
}
