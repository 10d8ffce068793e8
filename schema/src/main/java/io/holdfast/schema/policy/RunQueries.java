package io.holdfast.schema.policy;

import static io.holdfast.schema.generated.Tables.BACKUP;
import static io.holdfast.schema.generated.Tables.POLICY_RUN;
import static io.holdfast.schema.generated.Tables.POLICY_RUN_VOLUME;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.noCondition;

import io.holdfast.schema.Slice;
import io.holdfast.schema.backup.BackupStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Runs of policies and how they went. */
public final class RunQueries {

  private final DSLContext database;

  public RunQueries(DSLContext database) {
    this.database = database;
  }

  /** Runs of a policy, the newest first. */
  public List<PolicyRun> ofPolicy(UUID policyId, Slice slice) {
    return runs(POLICY_RUN.POLICY_ID.eq(policyId), slice);
  }

  public Optional<PolicyRun> find(UUID runId) {
    return runs(POLICY_RUN.ID.eq(runId), Slice.first(1)).stream().findFirst();
  }

  /** The newest run of each of these policies that has one. */
  public Map<UUID, PolicyRun> newest(List<UUID> policyIds) {
    List<UUID> ids =
        database
            .select(POLICY_RUN.ID)
            .distinctOn(POLICY_RUN.POLICY_ID)
            .from(POLICY_RUN)
            .where(POLICY_RUN.POLICY_ID.in(policyIds))
            .orderBy(POLICY_RUN.POLICY_ID, POLICY_RUN.STARTED_AT.desc())
            .fetch(POLICY_RUN.ID);
    return runs(POLICY_RUN.ID.in(ids), Slice.first(ids.size())).stream()
        .collect(java.util.stream.Collectors.toMap(PolicyRun::policyId, run -> run));
  }

  private List<PolicyRun> runs(Condition which, Slice slice) {
    var page =
        database
            .selectFrom(POLICY_RUN)
            .where(which)
            .orderBy(POLICY_RUN.STARTED_AT.desc(), POLICY_RUN.ID.desc())
            .offset(slice.offset())
            .limit(slice.limit())
            .fetch();
    var counts =
        database
            .select(
                POLICY_RUN_VOLUME.RUN_ID,
                count().filterWhere(POLICY_RUN_VOLUME.STATE.eq(RunVolumeState.WAITING)),
                count().filterWhere(POLICY_RUN_VOLUME.STATE.eq(RunVolumeState.SUBMITTED)),
                count().filterWhere(POLICY_RUN_VOLUME.STATE.eq(RunVolumeState.REFUSED)),
                count().filterWhere(BACKUP.STATUS.eq(BackupStatus.CREATING)),
                // One that was deleted since had not failed if it was ever complete.
                count()
                    .filterWhere(
                        BACKUP.COMPLETED_AT.isNull().and(BACKUP.STATUS.ne(BackupStatus.CREATING))))
            .from(POLICY_RUN_VOLUME)
            .leftJoin(BACKUP)
            .on(BACKUP.ID.eq(POLICY_RUN_VOLUME.BACKUP_ID))
            .where(POLICY_RUN_VOLUME.RUN_ID.in(page.getValues(POLICY_RUN.ID)))
            .groupBy(POLICY_RUN_VOLUME.RUN_ID)
            .fetchMap(POLICY_RUN_VOLUME.RUN_ID);
    return page.map(run -> {
      var of = counts.get(run.getId());
      return new PolicyRun(
          run.getId(),
          run.getPolicyId(),
          run.getCause(),
          run.getDueAt(),
          run.getUntil(),
          run.getMissed(),
          run.getStartedAt(),
          run.getStartedBy(),
          run.getSettledAt(),
          of == null ? 0 : of.value2(),
          of == null ? 0 : of.value3(),
          of == null ? 0 : of.value4(),
          of == null ? 0 : of.value5(),
          of == null ? 0 : of.value6());
    });
  }

  /**
   * What became of the volumes of a run: first those without a backup, then by name.
   *
   * @param state {@code null} for any
   */
  public List<RunVolume> volumes(UUID runId, @Nullable RunVolumeState state, Slice slice) {
    return database
        .select(POLICY_RUN_VOLUME.fields())
        .select(BACKUP.STATUS)
        .from(POLICY_RUN_VOLUME)
        .leftJoin(BACKUP)
        .on(BACKUP.ID.eq(POLICY_RUN_VOLUME.BACKUP_ID))
        .where(
            POLICY_RUN_VOLUME.RUN_ID.eq(runId),
            state == null ? noCondition() : POLICY_RUN_VOLUME.STATE.eq(state))
        .orderBy(
            field(POLICY_RUN_VOLUME.STATE.eq(RunVolumeState.SUBMITTED)),
            lower(POLICY_RUN_VOLUME.VOLUME_NAME),
            POLICY_RUN_VOLUME.VOLUME_ID)
        .offset(slice.offset())
        .limit(slice.limit())
        .fetch(row ->
            new RunVolume(
                row.get(POLICY_RUN_VOLUME.RUN_ID),
                row.get(POLICY_RUN_VOLUME.VOLUME_ID),
                row.get(POLICY_RUN_VOLUME.VOLUME_NAME),
                row.get(POLICY_RUN_VOLUME.STATE),
                row.get(POLICY_RUN_VOLUME.TRIES),
                row.get(POLICY_RUN_VOLUME.REASON),
                row.get(POLICY_RUN_VOLUME.BACKUP_ID),
                row.get(BACKUP.STATUS)));
  }
}
