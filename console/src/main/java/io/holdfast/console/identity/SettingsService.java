package io.holdfast.console.identity;

import io.holdfast.console.refusal.Refusal;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.identity.Settings;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.springframework.stereotype.Service;

/** Settings that hold for the whole grid and can be changed while it runs. */
@Service
public class SettingsService {

  private static final int MOST_ATTEMPTS = 100;

  /** What is older than a century is as good as never, and the database reckons with no more. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final Duration SHORTEST_RETENTION = Duration.ofDays(1);
  private static final Duration SHORTEST_PAUSE = Duration.ofHours(1);

  private final DSLContext database;
  private final Settings settings;

  SettingsService(DSLContext database) {
    this.database = database;
    this.settings = new Settings(database);
  }

  /** All of them, by key. */
  public Map<String, String> all(Caller caller) {
    caller.mustSeeInstallation();
    return new TreeMap<>(settings.all());
  }

  /** Changes a setting to a value that makes sense for it. */
  public Map<String, String> set(Caller caller, String key, String value) {
    caller.mustAdminister();
    check(key, value.strip());
    if (!settings.set(key, value.strip())) {
      throw Refusal.notFound("setting", key);
    }
    new AuditLog(database)
        .add(
            caller.name(),
            "setting.change",
            "setting",
            key,
            null,
            Outcome.ACCEPTED,
            Map.of("value", value.strip()));
    return all(caller);
  }

  /** How old the newest backup of a protected volume may be. */
  public Duration maximumAge() {
    return settings
        .get(Settings.PROTECTION_MAXIMUM_AGE)
        .map(Duration::parse)
        .orElse(Duration.ofDays(7));
  }

  private static void check(String key, String value) {
    boolean good =
        switch (key) {
          case Settings.REFUSE_DELETE_WITH_DEPENDENTS ->
              value.equals("true") || value.equals("false");
          case Settings.PROTECTION_MAXIMUM_AGE -> isAge(value);
          case Settings.TASK_MAXIMUM_ATTEMPTS ->
              value.matches("[1-9][0-9]{0,2}") && Integer.parseInt(value) <= MOST_ATTEMPTS;
          case Settings.RECLAIM_REWRITE_BYTES -> value.matches("0|[1-9][0-9]{0,14}");
          case Settings.RECLAIM_EVERY, Settings.VERIFY_EVERY ->
              value.equals(Settings.NEVER)
                  || isAge(value) && Duration.parse(value).compareTo(SHORTEST_PAUSE) >= 0;
          default ->
              isRetention(key)
                  ? isAge(value) && Duration.parse(value).compareTo(SHORTEST_RETENTION) >= 0
                  : !isTelling(key) || value.equals("true") || value.equals("false");
        };
    if (!good) {
      throw Refusal.invalid(
          "setting-invalid",
          "'%s' is no value for the setting %s.".formatted(value, key),
          switch (key) {
            case Settings.REFUSE_DELETE_WITH_DEPENDENTS -> "Give true or false.";
            case Settings.PROTECTION_MAXIMUM_AGE ->
                "Give a duration such as P7D or PT12H, of at most P36500D.";
            case Settings.RECLAIM_REWRITE_BYTES ->
                "Give a number of bytes, or 0 to rewrite nothing.";
            case Settings.RECLAIM_EVERY, Settings.VERIFY_EVERY ->
                "Give a duration from PT1H to P36500D, or never.";
            case Settings.TASK_MAXIMUM_ATTEMPTS -> "Give a number from 1 to " + MOST_ATTEMPTS + ".";
            default ->
                isTelling(key)
                    ? "Give true or false."
                    : "Give a duration from P1D to P36500D, such as P180D.";
          });
    }
  }

  private static boolean isTelling(String key) {
    return key.startsWith("notify.");
  }

  private static boolean isRetention(String key) {
    return key.startsWith("retention.");
  }

  private static boolean isAge(String value) {
    try {
      Duration age = Duration.parse(value);
      return age.isPositive() && age.compareTo(LONGEST) <= 0;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
