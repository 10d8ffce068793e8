package io.holdfast.schema.policy;

import static io.holdfast.schema.generated.Tables.BACKUP;
import static io.holdfast.schema.generated.Tables.POLICY;
import static io.holdfast.schema.generated.Tables.POLICY_RUN;
import static io.holdfast.schema.generated.Tables.POLICY_RUN_VOLUME;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import io.holdfast.schema.Clock;
import io.holdfast.schema.Rollback;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.identity.Actor;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.submission.NewBackup;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Goes on with runs that were started: submits the backup of each volume in the transaction that
 * takes the volume off the waiting ones, so that it is submitted once; refuses what did not get its
 * turn in time; settles what has nothing waiting.
 */
public final class RunWork {

  /** How long until a refused volume is tried again. */
  private static final Duration AGAIN = Duration.ofSeconds(15);

  /** A volume whose turn it is. */
  public record Turn(UUID runId, UUID policyId, UUID volumeId, String volumeName) {}

  /** What became of a turn. */
  public enum Outcome {
    SUBMITTED,
    /** Refused for now or, at the end of the window, for good. */
    REFUSED,
    /** As many backups of the policy are at work as may be. Nothing has changed. */
    NO_ROOM,
    /** Another console has it, or it waits no more. Nothing has changed. */
    LOST
  }

  private final DSLContext database;

  public RunWork(DSLContext database) {
    this.database = database;
  }

  /**
   * Volumes whose turn it is, those of policies without room left out, the longest waiting first.
   */
  public List<Turn> turns(int most) {
    return database
        .select(
            POLICY_RUN_VOLUME.RUN_ID,
            POLICY_RUN.POLICY_ID,
            POLICY_RUN_VOLUME.VOLUME_ID,
            POLICY_RUN_VOLUME.VOLUME_NAME)
        .from(POLICY_RUN_VOLUME)
        .join(POLICY_RUN)
        .on(POLICY_RUN.ID.eq(POLICY_RUN_VOLUME.RUN_ID))
        .join(POLICY)
        .on(POLICY.ID.eq(POLICY_RUN.POLICY_ID))
        .where(
            POLICY_RUN_VOLUME.STATE.eq(RunVolumeState.WAITING),
            POLICY_RUN_VOLUME.TRY_AT.le(Clock.transactionStart()),
            POLICY
                .MAX_RUNNING
                .isNull()
                .or(
                    POLICY.MAX_RUNNING.gt(
                        org.jooq.impl.DSL.field(
                            org.jooq.impl.DSL.selectCount().from(BACKUP).where(atWork())))))
        .orderBy(POLICY_RUN_VOLUME.TRY_AT, POLICY_RUN_VOLUME.VOLUME_ID)
        .limit(most)
        .fetch(row -> new Turn(row.value1(), row.value2(), row.value3(), row.value4()));
  }

  private static Condition atWork() {
    return BACKUP.POLICY_ID.eq(POLICY.ID).and(BACKUP.STATUS.eq(BackupStatus.CREATING));
  }

  /**
   * Submits the backup of a volume, or notes why it was refused.
   *
   * @param wanted the backup; when it is incremental and there is nothing that it could be made on,
   *     it becomes a full one
   * @param reason what to say of a refusal
   */
  public Outcome submit(
      Turn turn, NewBackup wanted, Function<CreateResult, String> reason, Actor by) {
    return Rollback.transaction(
        database,
        here -> {
          if (!hasRoom(here, turn.policyId())) {
            return Outcome.NO_ROOM;
          }
          boolean mine =
              here.select(POLICY_RUN_VOLUME.VOLUME_ID)
                  .from(POLICY_RUN_VOLUME)
                  .where(waiting(turn))
                  .forUpdate()
                  .skipLocked()
                  .fetchOptional()
                  .isPresent();
          if (!mine) {
            return Outcome.LOST;
          }
          BackupSubmission submission = new BackupSubmission(here);
          CreateResult result = submission.create(wanted, by);
          if (result instanceof CreateResult.NoParent) {
            result = submission.create(wanted.asFull(), by);
          }
          return result instanceof CreateResult.Accepted(UUID backupId, UUID _)
              ? submitted(here, turn, backupId)
              : refused(here, turn, result, reason);
        });
  }

  /** Locks the policy while it has a limit, so that two consoles do not exceed it together. */
  private static boolean hasRoom(DSLContext here, UUID policyId) {
    @Nullable Integer most =
        here.select(POLICY.MAX_RUNNING)
            .from(POLICY)
            .where(POLICY.ID.eq(policyId))
            .fetchOne(POLICY.MAX_RUNNING);
    if (most == null) {
      return true;
    }
    here.select(POLICY.ID).from(POLICY).where(POLICY.ID.eq(policyId)).forNoKeyUpdate().fetch();
    return most
        > here.fetchCount(
            BACKUP, BACKUP.POLICY_ID.eq(policyId), BACKUP.STATUS.eq(BackupStatus.CREATING));
  }

  private static Outcome submitted(DSLContext here, Turn turn, UUID backupId) {
    here.update(BACKUP)
        .set(BACKUP.POLICY_ID, turn.policyId())
        .where(BACKUP.ID.eq(backupId))
        .execute();
    here.update(POLICY_RUN_VOLUME)
        .set(POLICY_RUN_VOLUME.STATE, RunVolumeState.SUBMITTED)
        .set(POLICY_RUN_VOLUME.BACKUP_ID, backupId)
        .setNull(POLICY_RUN_VOLUME.REASON)
        .set(POLICY_RUN_VOLUME.TRIES, POLICY_RUN_VOLUME.TRIES.plus(1))
        .where(waiting(turn))
        .execute();
    return Outcome.SUBMITTED;
  }

  private static Outcome refused(
      DSLContext here, Turn turn, CreateResult result, Function<CreateResult, String> reason) {
    boolean forGood = result instanceof CreateResult.VolumeMissing;
    here.update(POLICY_RUN_VOLUME)
        .set(POLICY_RUN_VOLUME.STATE, forGood ? RunVolumeState.REFUSED : RunVolumeState.WAITING)
        .set(POLICY_RUN_VOLUME.REASON, reason.apply(result))
        .set(POLICY_RUN_VOLUME.TRIES, POLICY_RUN_VOLUME.TRIES.plus(1))
        .set(POLICY_RUN_VOLUME.TRY_AT, Clock.nowPlus(AGAIN))
        .where(waiting(turn))
        .execute();
    return Outcome.REFUSED;
  }

  private static Condition waiting(Turn turn) {
    return POLICY_RUN_VOLUME
        .RUN_ID
        .eq(turn.runId())
        .and(POLICY_RUN_VOLUME.VOLUME_ID.eq(turn.volumeId()))
        .and(POLICY_RUN_VOLUME.STATE.eq(RunVolumeState.WAITING));
  }

  /**
   * Refuses what waits in runs whose window is over, and settles runs that have nothing waiting:
   * from then on a covered volume without a backup since the run was due is late.
   */
  public void settle() {
    database.transaction(transaction -> {
      DSLContext here = transaction.dsl();
      here.update(POLICY_RUN_VOLUME)
          .set(POLICY_RUN_VOLUME.STATE, RunVolumeState.REFUSED)
          .set(
              POLICY_RUN_VOLUME.REASON,
              coalesce(
                  POLICY_RUN_VOLUME.REASON,
                  val(
                      "As many backups of the policy as may be were at work until its window was"
                          + " over. Give it a longer window, or a higher limit.")))
          .from(POLICY_RUN)
          .where(
              POLICY_RUN.ID.eq(POLICY_RUN_VOLUME.RUN_ID),
              POLICY_RUN.SETTLED_AT.isNull(),
              POLICY_RUN.UNTIL.le(Clock.transactionStart()),
              POLICY_RUN_VOLUME.STATE.eq(RunVolumeState.WAITING))
          .execute();
      here.update(POLICY_RUN)
          .set(POLICY_RUN.SETTLED_AT, Clock.now())
          .where(
              POLICY_RUN.SETTLED_AT.isNull(),
              notExists(
                  selectOne()
                      .from(POLICY_RUN_VOLUME)
                      .where(
                          POLICY_RUN_VOLUME.RUN_ID.eq(POLICY_RUN.ID),
                          POLICY_RUN_VOLUME.STATE.eq(RunVolumeState.WAITING))))
          .returningResult(POLICY_RUN.POLICY_ID, POLICY_RUN.CAUSE, POLICY_RUN.DUE_AT)
          .fetch()
          .forEach(run -> {
            if (run.value2() != RunCause.REQUEST) {
              here.update(POLICY)
                  .set(
                      POLICY.FRESH_SINCE,
                      greatest(
                          POLICY.FRESH_SINCE, val(run.value3(), POLICY.FRESH_SINCE.getDataType())))
                  .where(POLICY.ID.eq(run.value1()))
                  .execute();
            }
          });
    });
  }

  /** Whether a policy's next backup of a volume is to be a full one, going by those before it. */
  public boolean wantsFull(UUID policyId, UUID volumeId, int fullEvery) {
    if (fullEvery <= 1) {
      return fullEvery == 1;
    }
    List<Boolean> before =
        database
            .select(BACKUP.INCREMENTAL)
            .from(BACKUP)
            .where(
                BACKUP.POLICY_ID.eq(policyId),
                BACKUP.VOLUME_ID.eq(volumeId),
                BACKUP.COMPLETED_AT.isNotNull())
            .orderBy(BACKUP.CREATED_AT.desc())
            .limit(fullEvery - 1)
            .fetch(BACKUP.INCREMENTAL);
    return before.size() == fullEvery - 1 && before.stream().allMatch(it -> it);
  }
}
