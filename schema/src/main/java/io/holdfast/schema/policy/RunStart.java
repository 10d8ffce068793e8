package io.holdfast.schema.policy;

import static io.holdfast.schema.generated.Tables.POLICY;
import static io.holdfast.schema.generated.Tables.POLICY_RUN;
import static io.holdfast.schema.generated.Tables.POLICY_RUN_VOLUME;
import static io.holdfast.schema.generated.Tables.VOLUME;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.val;

import io.holdfast.schema.Clock;
import io.holdfast.schema.Rollback;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.identity.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * Starts runs. The policy's next run moves on by compare-and-swap in the transaction that writes
 * down the run and each volume that it covers: of several consoles one starts it, and once it is
 * started no volume of it can be forgotten.
 */
public final class RunStart {

  private final DSLContext database;

  public RunStart(DSLContext database) {
    this.database = database;
  }

  /**
   * A run that is due. An earlier one that still has volumes waiting ends, and says so of each.
   *
   * @param seen the policy as it was read, with the next run that is due
   * @param dueAt the due time that this run is for, the newest that has passed
   * @param missed how many due times before that have passed unattended
   * @param nextRunAt when it is due next
   */
  public StartResult due(
      Policy seen, RunCause cause, Instant dueAt, int missed, Instant nextRunAt, Actor by) {
    return Rollback.transaction(
        database,
        here -> {
          int taken =
              here.update(POLICY)
                  .set(POLICY.NEXT_RUN_AT, nextRunAt)
                  .set(POLICY.LAST_RUN_AT, dueAt)
                  .where(
                      POLICY.ID.eq(seen.id()),
                      POLICY.ENABLED.isTrue(),
                      POLICY.VERSION.eq(seen.version()),
                      POLICY.NEXT_RUN_AT.eq(seen.nextRunAt()))
                  .execute();
          if (taken == 0) {
            return new StartResult.Lost();
          }
          endOpen(here, seen.id());
          return cause == RunCause.MISSED
              ? missed(here, seen, dueAt, missed, by)
              : begin(here, seen, cause, dueAt, missed, by);
        });
  }

  /** A run now, because somebody asks for it. */
  public StartResult now(Policy seen, Actor by) {
    return Rollback.transaction(
        database,
        here -> {
          boolean same =
              here.select(POLICY.ID)
                  .from(POLICY)
                  .where(POLICY.ID.eq(seen.id()), POLICY.VERSION.eq(seen.version()))
                  .forNoKeyUpdate()
                  .fetchOptional()
                  .isPresent();
          if (!same) {
            return new StartResult.Lost();
          }
          @Nullable UUID open =
              here.select(POLICY_RUN.ID)
                  .from(POLICY_RUN)
                  .where(POLICY_RUN.POLICY_ID.eq(seen.id()), POLICY_RUN.SETTLED_AT.isNull())
                  .fetchOne(POLICY_RUN.ID);
          if (open != null) {
            return new StartResult.StillRunning(open);
          }
          Instant now = here.select(Clock.now()).fetchSingle().value1();
          return begin(here, seen, RunCause.REQUEST, now, 0, by);
        });
  }

  private static void endOpen(DSLContext here, UUID policyId) {
    here.update(POLICY_RUN_VOLUME)
        .set(POLICY_RUN_VOLUME.STATE, RunVolumeState.REFUSED)
        .set(
            POLICY_RUN_VOLUME.REASON,
            field(
                "'The next run began before this volume''s turn. ' || coalesce({0}, '')",
                String.class, POLICY_RUN_VOLUME.REASON))
        .from(POLICY_RUN)
        .where(
            POLICY_RUN.ID.eq(POLICY_RUN_VOLUME.RUN_ID),
            POLICY_RUN.POLICY_ID.eq(policyId),
            POLICY_RUN.SETTLED_AT.isNull(),
            POLICY_RUN_VOLUME.STATE.eq(RunVolumeState.WAITING))
        .execute();
    here.update(POLICY_RUN)
        .set(POLICY_RUN.SETTLED_AT, Clock.now())
        .where(POLICY_RUN.POLICY_ID.eq(policyId), POLICY_RUN.SETTLED_AT.isNull())
        .execute();
  }

  private static StartResult begin(
      DSLContext here, Policy policy, RunCause cause, Instant dueAt, int missed, Actor by) {
    PolicyTerms terms = policy.terms();
    Duration window = Duration.ofMinutes(terms.windowMinutes());
    // What comes late still gets its whole window.
    Field<Instant> until =
        cause == RunCause.SCHEDULE
            ? val(dueAt.plus(window), POLICY_RUN.UNTIL.getDataType())
            : Clock.nowPlus(window);
    UUID run = insert(here, policy, cause, dueAt, until, missed, by);
    Field<Instant> firstTry =
        field(
            "{0} + random() * interval '1 minute' * {1}",
            POLICY_RUN_VOLUME.TRY_AT.getDataType(), Clock.now(), val(terms.jitterMinutes()));
    here.insertInto(
            POLICY_RUN_VOLUME,
            POLICY_RUN_VOLUME.RUN_ID,
            POLICY_RUN_VOLUME.VOLUME_ID,
            POLICY_RUN_VOLUME.VOLUME_NAME,
            POLICY_RUN_VOLUME.TRY_AT)
        .select(
            here.select(val(run), VOLUME.ID, VOLUME.NAME, firstTry)
                .from(VOLUME)
                .where(CoveredVolumes.by(terms.projectId(), terms.cover())))
        .execute();
    new AuditLog(here)
        .add(
            by.name(),
            "policy.run",
            "policy",
            policy.id(),
            terms.projectId(),
            Outcome.ACCEPTED,
            Map.of("run", run.toString(), "cause", cause.value()));
    return new StartResult.Started(run);
  }

  private static StartResult missed(
      DSLContext here, Policy policy, Instant dueAt, int missed, Actor by) {
    UUID run =
        insert(
            here,
            policy,
            RunCause.MISSED,
            dueAt,
            val(dueAt, POLICY_RUN.UNTIL.getDataType()),
            missed,
            by);
    here.update(POLICY_RUN)
        .set(POLICY_RUN.SETTLED_AT, Clock.now())
        .where(POLICY_RUN.ID.eq(run))
        .execute();
    here.update(POLICY).set(POLICY.FRESH_SINCE, dueAt).where(POLICY.ID.eq(policy.id())).execute();
    new AuditLog(here)
        .add(
            by.name(),
            "policy.run",
            "policy",
            policy.id(),
            policy.terms().projectId(),
            Outcome.FAILED,
            Map.of("run", run.toString(), "cause", RunCause.MISSED.value()));
    return new StartResult.Started(run);
  }

  private static UUID insert(
      DSLContext here,
      Policy policy,
      RunCause cause,
      Instant dueAt,
      Field<Instant> until,
      int missed,
      Actor by) {
    return here.insertInto(POLICY_RUN)
        .set(POLICY_RUN.POLICY_ID, policy.id())
        .set(POLICY_RUN.CAUSE, cause)
        .set(POLICY_RUN.DUE_AT, dueAt)
        .set(POLICY_RUN.UNTIL, until)
        .set(POLICY_RUN.MISSED, missed)
        .set(POLICY_RUN.STARTED_BY, by.name())
        .returningResult(POLICY_RUN.ID)
        .fetchSingle()
        .value1();
  }
}
