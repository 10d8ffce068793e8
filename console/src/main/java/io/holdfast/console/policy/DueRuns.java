package io.holdfast.console.policy;

import io.holdfast.schema.SchemaDatabase;
import io.holdfast.schema.identity.Actor;
import io.holdfast.schema.policy.MissedRuns;
import io.holdfast.schema.policy.Policies;
import io.holdfast.schema.policy.Policy;
import io.holdfast.schema.policy.PolicyTerms;
import io.holdfast.schema.policy.RunCause;
import io.holdfast.schema.policy.RunStart;
import io.holdfast.schema.policy.StartResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the runs that are due, by the database's clock. Every console does; each run once. */
final class DueRuns implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(DueRuns.class);

  /**
   * What to do about a policy that is due.
   *
   * @param dueAt the newest due time that has passed
   * @param missed how many due times before that have passed as well
   * @param nextRunAt when it is due next
   */
  record Decision(RunCause cause, Instant dueAt, int missed, Instant nextRunAt) {}

  private final DSLContext database;

  DueRuns(DSLContext database) {
    this.database = database;
  }

  @Override
  public void run() {
    for (Policy policy : new Policies(database).due()) {
      try {
        start(policy);
      } catch (RuntimeException e) {
        // The others go on; this one is tried again a second later.
        log.error("A due policy could not be started policy={}", policy.name(), e);
      }
    }
  }

  private void start(Policy policy) {
    Instant due = Objects.requireNonNull(policy.nextRunAt());
    Decision decision = decide(policy.terms(), due, SchemaDatabase.now(database));
    StartResult result =
        new RunStart(database)
            .due(
                policy,
                decision.cause(),
                decision.dueAt(),
                decision.missed(),
                decision.nextRunAt(),
                Actor.system(policy.actorName()));
    if (!(result instanceof StartResult.Started)) {
      return;
    }
    if (decision.cause() == RunCause.SCHEDULE && decision.missed() == 0) {
      log.info("A policy runs policy={} due={}", policy.name(), decision.dueAt());
    } else {
      log.warn(
          "A policy was due while no console was there policy={} due={} earlier={} now={}",
          policy.name(),
          decision.dueAt(),
          decision.missed(),
          decision.cause().value());
    }
  }

  /** However many due times have passed, the newest alone is run; within its window as usual. */
  static Decision decide(PolicyTerms terms, Instant firstDue, Instant now) {
    Schedule schedule = Schedule.of(terms.cron(), terms.timeZone());
    Instant due = firstDue;
    int missed = 0;
    Instant next = schedule.after(due).orElseThrow();
    while (!next.isAfter(now)) {
      due = next;
      missed++;
      next = schedule.after(due).orElseThrow();
    }
    boolean inWindow = now.isBefore(due.plus(Duration.ofMinutes(terms.windowMinutes())));
    RunCause cause =
        inWindow
            ? RunCause.SCHEDULE
            : terms.missed() == MissedRuns.CATCH_UP ? RunCause.CATCH_UP : RunCause.MISSED;
    return new Decision(cause, due, missed, next);
  }
}
