package io.holdfast.console.notification;

import io.holdfast.console.chore.Rounds;
import io.holdfast.schema.chore.Chores;
import io.holdfast.schema.volume.LateVolumes;
import java.time.Duration;
import java.util.List;
import org.jooq.DSLContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Keeps telling people, and looks every minute for volumes that have become late. */
@Component
class Notifier implements SmartLifecycle {

  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration LOOK_FOR_LATE = Duration.ofMinutes(1);

  private final Messenger messenger;
  private final Chores chores;
  private final LateVolumes late;
  private volatile List<Rounds> rounds = List.of();

  Notifier(DSLContext database, Pace pace) {
    this.messenger = new Messenger(database, pace, new Couriers());
    this.chores = new Chores(database);
    this.late = new LateVolumes(database);
  }

  @Override
  public void start() {
    rounds =
        List.of(
            Rounds.start("Sending notifications", TICK, messenger::round),
            Rounds.start("Looking for late volumes", TICK, this::lookForLate));
  }

  private void lookForLate() {
    if (chores.take(Chores.LOOK_FOR_LATE_VOLUMES, LOOK_FOR_LATE)) {
      late.note();
    }
  }

  @Override
  public void stop() {
    rounds.forEach(Rounds::close);
    rounds = List.of();
  }

  @Override
  public boolean isRunning() {
    return !rounds.isEmpty();
  }
}
