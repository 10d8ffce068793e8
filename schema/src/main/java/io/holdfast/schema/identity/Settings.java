package io.holdfast.schema.identity;

import static io.holdfast.schema.generated.Tables.SETTING;

import io.holdfast.schema.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/** Settings that hold for the whole grid. The migrations give each its first value. */
public final class Settings {

  public static final String REFUSE_DELETE_WITH_DEPENDENTS = "delete.refuse-with-dependents";
  public static final String PROTECTION_MAXIMUM_AGE = "protection.maximum-age";
  public static final String TASK_MAXIMUM_ATTEMPTS = "task.maximum-attempts";

  /** How many bytes a reclaim may copy out of packs that are mostly unneeded; 0 for none. */
  public static final String RECLAIM_REWRITE_BYTES = "reclaim.rewrite-bytes";

  /** How long after a reclaim the next one comes by itself: a duration, or {@link #NEVER}. */
  public static final String RECLAIM_EVERY = "reclaim.every";

  /** How long after all of a repository was verified that is done again: as the one above. */
  public static final String VERIFY_EVERY = "verify.every";

  public static final String NEVER = "never";

  /** How long what is over stays in the database, by what it is: durations. */
  public static final String RETENTION_TASKS = "retention.tasks";

  public static final String RETENTION_AUDIT = "retention.audit";
  public static final String RETENTION_POLICY_RUNS = "retention.policy-runs";
  public static final String RETENTION_NOTIFICATIONS = "retention.notifications";

  private final DSLContext database;

  public Settings(DSLContext database) {
    this.database = database;
  }

  /** Whether backups that incremental ones were made on stay as long as those. */
  public boolean parentsStay() {
    return get(REFUSE_DELETE_WITH_DEPENDENTS).map(Boolean::parseBoolean).orElse(true);
  }

  public Optional<String> get(String key) {
    return database
        .select(SETTING.VALUE)
        .from(SETTING)
        .where(SETTING.KEY.eq(key))
        .fetchOptional(SETTING.VALUE);
  }

  /** A duration; empty when it is {@link #NEVER}. */
  public Optional<Duration> every(String key) {
    return get(key).filter(every -> !every.equals(NEVER)).map(Duration::parse);
  }

  public Map<String, String> all() {
    return database
        .select(SETTING.KEY, SETTING.VALUE)
        .from(SETTING)
        .fetchMap(SETTING.KEY, SETTING.VALUE);
  }

  /**
   * Changes a setting; whether the value makes sense is the caller's to check. False: there is no
   * such setting.
   */
  public boolean set(String key, String value) {
    return database
            .update(SETTING)
            .set(SETTING.VALUE, value)
            .set(SETTING.UPDATED_AT, Clock.now())
            .where(SETTING.KEY.eq(key))
            .execute()
        == 1;
  }
}
