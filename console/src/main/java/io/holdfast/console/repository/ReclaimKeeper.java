package io.holdfast.console.repository;

import io.holdfast.console.chore.Rounds;
import io.holdfast.schema.chore.Chores;
import java.time.Duration;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Has one of the consoles look for space to reclaim, now and then. */
@Component
class ReclaimKeeper implements SmartLifecycle {

  private static final Duration LOOK = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMinutes(30);

  private final Chores chores;
  private final Reclaiming reclaiming;
  private volatile @Nullable Rounds rounds;

  ReclaimKeeper(DSLContext database) {
    this.chores = new Chores(database);
    this.reclaiming = new Reclaiming(database);
  }

  @Override
  public void start() {
    rounds = Rounds.start("Looking for space to reclaim", LOOK, this::round);
  }

  private void round() {
    if (chores.take(Chores.RECLAIM_SPACE, PAUSE)) {
      reclaiming.run();
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
