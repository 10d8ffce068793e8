package io.holdfast.console.repository;

import io.holdfast.console.chore.Rounds;
import io.holdfast.schema.chore.Chores;
import java.time.Duration;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Has one of the consoles look now and then what is to be reclaimed and verified. */
@Component
class RepositoryKeeper implements SmartLifecycle {

  private static final Duration LOOK = Duration.ofSeconds(30);
  private static final Duration RECLAIM_PAUSE = Duration.ofMinutes(30);
  private static final Duration VERIFY_PAUSE = Duration.ofMinutes(1);

  private final Chores chores;
  private final Reclaiming reclaiming;
  private final Verifying verifying;
  private volatile @Nullable Rounds rounds;

  RepositoryKeeper(DSLContext database) {
    this.chores = new Chores(database);
    this.reclaiming = new Reclaiming(database);
    this.verifying = new Verifying(database);
  }

  @Override
  public void start() {
    rounds = Rounds.start("Looking after the repositories", LOOK, this::round);
  }

  private void round() {
    if (chores.take(Chores.VERIFY_REPOSITORIES, VERIFY_PAUSE)) {
      verifying.run();
    }
    if (chores.take(Chores.RECLAIM_SPACE, RECLAIM_PAUSE)) {
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
