package io.holdfast.console.expiry;

import io.holdfast.console.chore.Rounds;
import io.holdfast.schema.chore.Chores;
import java.time.Duration;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Has one of the consoles forget, once an hour. */
@Component
class ExpiryKeeper implements SmartLifecycle {

  private static final Duration LOOK = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofHours(1);

  private final Chores chores;
  private final Forgetting forgetting;
  private volatile @Nullable Rounds rounds;

  ExpiryKeeper(DSLContext database) {
    this.chores = new Chores(database);
    this.forgetting = new Forgetting(database);
  }

  @Override
  public void start() {
    rounds = Rounds.start("Forgetting history", LOOK, this::round);
  }

  private void round() {
    if (chores.take(Chores.FORGET_HISTORY, PAUSE)) {
      forgetting.run(() -> !isRunning());
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
