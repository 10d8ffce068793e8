package io.holdfast.console.api;

import io.holdfast.console.policy.PolicyView;
import io.holdfast.schema.policy.Cover;
import io.holdfast.schema.policy.Keep;
import io.holdfast.schema.policy.PolicyRun;
import io.holdfast.schema.policy.PolicyTerms;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A policy as the API shows it. What people say of it has the names under which they send it.
 *
 * @param project its name; {@code *}: every project
 * @param schedule in words
 */
record PolicyJson(
    UUID id,
    String name,
    String project,
    boolean enabled,
    String cron,
    String timeZone,
    String schedule,
    @Nullable Instant nextRunAt,
    List<Instant> nextRuns,
    @Nullable Instant lastRunAt,
    String missed,
    int windowMinutes,
    int jitterMinutes,
    int fullEvery,
    @Nullable String repository,
    @Nullable Integer maxRunning,
    CoverJson covers,
    int volumes,
    KeepJson keep,
    @Nullable RunJson lastRun,
    long version,
    String createdBy,
    Instant createdAt,
    Instant updatedAt) {

  /** Stands for every project. */
  static final String EVERY_PROJECT = "*";

  /** Which volumes; what does not matter to the kind is absent. */
  record CoverJson(
      String kind,
      @Nullable String name,
      @Nullable String backend,
      @Nullable Map<String, String> metadata,
      @Nullable Set<UUID> volumes) {

    static CoverJson of(Cover cover) {
      return new CoverJson(
          cover.kind().value(),
          cover.namePattern(),
          cover.backend(),
          cover.metadata().isEmpty() ? null : cover.metadata(),
          cover.volumes().isEmpty() ? null : cover.volumes());
    }
  }

  /** How many backups stay; all 0 or absent: every one. */
  record KeepJson(
      @Nullable Integer last,
      @Nullable Integer hourly,
      @Nullable Integer daily,
      @Nullable Integer weekly,
      @Nullable Integer monthly,
      @Nullable Integer yearly) {

    static KeepJson of(Keep keep) {
      return new KeepJson(
          keep.last(), keep.hourly(), keep.daily(), keep.weekly(), keep.monthly(), keep.yearly());
    }

    Keep keep() {
      return new Keep(
          zero(last), zero(hourly), zero(daily), zero(weekly), zero(monthly), zero(yearly));
    }

    private static int zero(@Nullable Integer count) {
      return count == null ? 0 : count;
    }
  }

  /** A run and how it went. */
  record RunJson(
      UUID id,
      String cause,
      Instant dueAt,
      Instant until,
      int missed,
      Instant startedAt,
      String startedBy,
      @Nullable Instant settledAt,
      int volumes,
      int waiting,
      int submitted,
      int refused,
      int running,
      int succeeded,
      int failed) {

    static RunJson of(PolicyRun run) {
      return new RunJson(
          run.id(),
          run.cause().value(),
          run.dueAt(),
          run.until(),
          run.missed(),
          run.startedAt(),
          run.startedBy(),
          run.settledAt(),
          run.volumes(),
          run.waiting(),
          run.submitted(),
          run.refused(),
          run.running(),
          run.succeeded(),
          run.failed());
    }
  }

  static PolicyJson of(PolicyView view) {
    PolicyTerms terms = view.policy().terms();
    PolicyRun last = view.lastRun();
    return new PolicyJson(
        view.id(),
        terms.name(),
        Objects.requireNonNullElse(view.policy().projectName(), EVERY_PROJECT),
        terms.enabled(),
        terms.cron(),
        terms.timeZone(),
        view.words(),
        view.policy().nextRunAt(),
        view.nextRuns(),
        view.policy().lastRunAt(),
        terms.missed().value(),
        terms.windowMinutes(),
        terms.jitterMinutes(),
        terms.fullEvery(),
        view.policy().repositoryName(),
        terms.maxRunning(),
        CoverJson.of(terms.cover()),
        view.volumes(),
        KeepJson.of(terms.keep()),
        last == null ? null : RunJson.of(last),
        view.policy().version(),
        view.policy().createdBy(),
        view.policy().createdAt(),
        view.policy().updatedAt());
  }
}
