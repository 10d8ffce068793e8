package io.holdfast.console.expiry;

import io.holdfast.schema.expiry.History;
import io.holdfast.schema.identity.Settings;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes all that is older than its setting, in batches that hold nobody up. */
final class Forgetting {

  private static final Logger log = LoggerFactory.getLogger(Forgetting.class);
  private static final int BATCH = 500;

  private interface Batch {
    int remove(Duration age, int most);
  }

  private final Settings settings;
  private final History history;

  Forgetting(DSLContext database) {
    this.settings = new Settings(database);
    this.history = new History(database);
  }

  /** Leaves off between batches once it is asked to. */
  void run(BooleanSupplier stopped) {
    remove("tasks", Settings.RETENTION_TASKS, history::forgetTasks, stopped);
    remove("audit", Settings.RETENTION_AUDIT, history::forgetAudit, stopped);
    remove("policy-runs", Settings.RETENTION_POLICY_RUNS, history::forgetPolicyRuns, stopped);
    remove(
        "notifications", Settings.RETENTION_NOTIFICATIONS, history::forgetNotifications, stopped);
    remove("troubles", Settings.RETENTION_NOTIFICATIONS, history::forgetTroubles, stopped);
  }

  private void remove(String what, String setting, Batch batch, BooleanSupplier stopped) {
    Duration age = settings.get(setting).map(Duration::parse).orElseThrow();
    long removed = 0;
    int last = BATCH;
    while (last == BATCH && !stopped.getAsBoolean()) {
      last = batch.remove(age, BATCH);
      removed += last;
    }
    if (removed > 0) {
      log.info("Removed old history what={} rows={} olderThan={}", what, removed, age);
    }
  }
}
