package io.holdfast.cli.policy;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.api.Lookup;
import io.holdfast.cli.outcome.Failure;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** What can be said of a policy; what is left out stays as it is, or is as usual. */
final class Terms {

  private static final Set<String> PERIODS =
      Set.of("last", "hourly", "daily", "weekly", "monthly", "yearly");

  /** One way to say when. */
  static final class When {
    @Option(names = "--every", paramLabel = "HOURS", description = "Every 1, 2, 3, 4, 6, 8 or 12.")
    @Nullable Integer every;

    @Option(names = "--daily", paramLabel = "HH:MM", description = "Every day.")
    @Nullable String daily;

    @Option(names = "--weekly", paramLabel = "DAYS@HH:MM", description = "Such as MON,FRI@02:00.")
    @Nullable String weekly;

    @Option(names = "--monthly", paramLabel = "DAY@HH:MM", description = "Such as 1@02:00 or L@…")
    @Nullable String monthly;

    @Option(names = "--cron", description = "Minute, hour, day of month, month, day of week.")
    @Nullable String cron;

    String expression() {
      if (every != null) {
        return every == 1 ? "0 * * * *" : "0 */" + every + " * * *";
      }
      if (daily != null) {
        return time(daily) + " * * *";
      }
      if (weekly != null) {
        return at(weekly)[1] + " * * " + at(weekly)[0].toUpperCase(Locale.ROOT);
      }
      if (monthly != null) {
        return at(monthly)[1] + " " + at(monthly)[0].toUpperCase(Locale.ROOT) + " * *";
      }
      return String.valueOf(cron);
    }

    private static String[] at(String text) {
      int at = text.indexOf('@');
      if (at < 1) {
        throw Failure.usage("'" + text + "' does not say when: write DAYS@HH:MM.");
      }
      return new String[] {text.substring(0, at), time(text.substring(at + 1))};
    }

    private static String time(String text) {
      try {
        LocalTime time = LocalTime.parse(text);
        return time.getMinute() + " " + time.getHour();
      } catch (DateTimeException e) {
        throw Failure.usage("'" + text + "' is no time of day: write HH:MM, such as 02:00.");
      }
    }
  }

  @ArgGroup(exclusive = true)
  @Nullable When when;

  @Option(names = "--zone", description = "Time zone, such as Europe/Berlin.")
  @Nullable String zone;

  @Option(names = "--project", description = "Whose volumes; * for every project.")
  @Nullable String project;

  @Option(names = "--volume", description = "Covers this volume (id or name); may be repeated.")
  @Nullable List<String> volumes;

  @Option(names = "--match-name", paramLabel = "PATTERN", description = "Covers volumes so named.")
  @Nullable String matchName;

  @Option(names = "--match-backend", paramLabel = "BACKEND", description = "Covers those on it.")
  @Nullable String matchBackend;

  @Option(names = "--match", paramLabel = "KEY=VALUE", description = "Covers those with it.")
  @Nullable Map<String, String> match;

  @Option(names = "--all-volumes", description = "Covers every volume.")
  boolean all;

  @Option(
      names = "--keep",
      split = ",",
      paramLabel = "PERIOD=N",
      description = "Such as last=3,daily=7,weekly=4; also hourly, monthly, yearly.")
  @Nullable Map<String, Integer> keep;

  @Option(names = "--keep-everything", description = "Deletes nothing.")
  boolean keepEverything;

  @Option(names = "--full-every", paramLabel = "N", description = "1: each is full; 0: the first.")
  @Nullable Integer fullEvery;

  @Option(names = "--repository", description = "Id or name.")
  @Nullable String repository;

  @Option(names = "--at-once", paramLabel = "N", description = "How many backups at once.")
  @Nullable Integer atOnce;

  @Option(names = "--window", paramLabel = "MINUTES", description = "How long they may begin.")
  @Nullable Integer window;

  @Option(names = "--spread", paramLabel = "MINUTES", description = "Over how long they begin.")
  @Nullable Integer spread;

  @Option(names = "--missed", description = "catch-up or report.")
  @Nullable String missed;

  @Option(
      names = "--enabled",
      paramLabel = "true|false",
      description = "Whether it runs by itself.")
  @Nullable Boolean enabled;

  /** What was said, over what a policy says already. */
  Map<String, Object> over(Api api, Map<String, Object> now) {
    Map<String, Object> terms = new HashMap<>(now);
    put(terms, "cron", when == null ? null : when.expression());
    put(terms, "timeZone", zone);
    put(terms, "project", project);
    put(terms, "covers", covers(api));
    put(terms, "keep", keep());
    put(terms, "fullEvery", fullEvery);
    put(terms, "repository", repository);
    put(terms, "maxRunning", atOnce);
    put(terms, "windowMinutes", window);
    put(terms, "jitterMinutes", spread);
    put(terms, "missed", missed);
    put(terms, "enabled", enabled);
    return terms;
  }

  private @Nullable Map<String, Object> covers(Api api) {
    if (volumes != null) {
      List<String> ids = new ArrayList<>();
      volumes.forEach(it -> ids.add(new Lookup(api).volume(it).required("id").asString()));
      return Map.of("kind", "listed", "volumes", ids);
    }
    if (matchName != null || matchBackend != null || match != null) {
      Map<String, Object> cover = new LinkedHashMap<>(Map.of("kind", "matching"));
      put(cover, "name", matchName);
      put(cover, "backend", matchBackend);
      put(cover, "metadata", match);
      return cover;
    }
    return all ? Map.of("kind", "all") : null;
  }

  private @Nullable Map<String, Integer> keep() {
    Map<String, Integer> wanted = keep;
    if (wanted != null) {
      wanted.keySet().stream()
          .filter(period -> !PERIODS.contains(period))
          .findFirst()
          .ifPresent(period -> {
            throw Failure.usage(
                "'%s' is no period: give last, hourly, daily, weekly, monthly or yearly."
                    .formatted(period));
          });
    }
    return keepEverything ? Map.of() : wanted;
  }

  /** What of a policy as the API shows it can be sent back. */
  static Map<String, Object> of(Api api, JsonNode policy) {
    Map<String, Object> terms = new HashMap<>();
    for (String field :
        List.of(
            "name",
            "project",
            "enabled",
            "cron",
            "timeZone",
            "missed",
            "windowMinutes",
            "jitterMinutes",
            "fullEvery",
            "repository",
            "maxRunning",
            "covers",
            "keep",
            "version")) {
      if (policy.hasNonNull(field)) {
        terms.put(field, policy.get(field));
      }
    }
    return terms;
  }

  private static void put(Map<String, Object> terms, String field, @Nullable Object value) {
    if (value != null) {
      terms.put(field, value);
    }
  }
}
