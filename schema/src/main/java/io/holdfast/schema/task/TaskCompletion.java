package io.holdfast.schema.task;

import static io.holdfast.schema.generated.Tables.TASK;

import io.holdfast.schema.Clock;
import io.holdfast.schema.Rollback;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.backup.BackupTotals;
import io.holdfast.schema.node.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How the owner of a task ends it. Each method is one transaction that moves task, backup, volume,
 * snapshot and quota together; false means that the caller is fenced, and nothing has changed.
 */
public final class TaskCompletion {

  private final DSLContext database;

  public TaskCompletion(DSLContext database) {
    this.database = database;
  }

  /** Backup creating → available; its volume or snapshot goes back to what it was. */
  public boolean backupSucceeded(UUID taskId, Owner owner, BackupTotals totals) {
    return backupSucceeded(taskId, owner, totals, null);
  }

  /**
   * The same, with something that a person should know.
   *
   * @param message sentences for people; {@code null} when all was as it should be
   */
  public boolean backupSucceeded(
      UUID taskId, Owner owner, BackupTotals totals, @Nullable String message) {
    return succeeded(
        taskId, owner, TaskKind.BACKUP, message, after -> after.backupSucceeded(totals));
  }

  /** Volume restoring-backup → available, backup restoring → available. */
  public boolean restoreSucceeded(UUID taskId, Owner owner) {
    return succeeded(taskId, owner, TaskKind.RESTORE, null, Aftermath::restoreSucceeded);
  }

  /** Backup deleting → deleted; the quota is given back. */
  public boolean deleteSucceeded(UUID taskId, Owner owner) {
    return succeeded(taskId, owner, TaskKind.DELETE, null, Aftermath::deleteSucceeded);
  }

  /** The verify was done, whatever it found. */
  public boolean verified(UUID taskId, Owner owner, VerifyOutcome outcome) {
    return succeeded(
        taskId, owner, TaskKind.VERIFY, outcome.message(), after -> after.verified(outcome));
  }

  public boolean reclaimSucceeded(UUID taskId, Owner owner, String message) {
    return succeeded(taskId, owner, TaskKind.RECLAIM, message, after -> {});
  }

  /** A verify of a whole repository was done, whatever it found. */
  public boolean repositoryVerified(UUID taskId, Owner owner, String message) {
    return succeeded(
        taskId, owner, TaskKind.VERIFY_REPOSITORY, message, Aftermath::repositoryVerified);
  }

  /**
   * A repository's index was built again.
   *
   * @param damaged whether something in the repository could not be read
   */
  public boolean reindexSucceeded(UUID taskId, Owner owner, boolean damaged, String message) {
    return succeeded(taskId, owner, TaskKind.REINDEX, message, after -> after.foundDamage(damaged));
  }

  /**
   * Backup creating → error, restoring → available, deleting → error_deleting. The target of a
   * restore becomes error_restoring if it was ever attached for writing by this task, else what it
   * was.
   */
  public boolean failed(UUID taskId, Owner owner, String reason) {
    return Rollback.transaction(database, here -> fail(here, taskId, owner, reason));
  }

  /** As {@link #failed}, after the owner has stopped because somebody wanted it to. */
  public boolean cancelled(UUID taskId, Owner owner) {
    return Rollback.transaction(database, here -> Cancelling.cancel(here, taskId, ownedBy(owner)));
  }

  /**
   * The task goes back into the queue after an error that may pass, until its attempts are used up.
   */
  public RetryResult retryLater(UUID taskId, Owner owner, Duration delay, String reason) {
    return Rollback.transaction(database, here -> retry(here, taskId, owner, delay, 1, reason));
  }

  /** As {@link #retryLater} for what has only to wait for others: not counted as a failure. */
  public RetryResult waitLater(UUID taskId, Owner owner, Duration delay, String reason) {
    return Rollback.transaction(database, here -> retry(here, taskId, owner, delay, 0, reason));
  }

  /**
   * The task goes back into the queue at once, since its owner leaves; not counted as a failure.
   */
  public boolean giveBack(UUID taskId, Owner owner) {
    return giveBack(taskId, owner, null);
  }

  /**
   * The same, with the reason.
   *
   * @param message sentences for people; {@code null} when there is nothing to say
   */
  public boolean giveBack(UUID taskId, Owner owner, @Nullable String message) {
    return Rollback.transaction(
        database,
        here -> {
          var task = Ending.lock(here, taskId, ownedBy(owner));
          if (task.isEmpty()) {
            return false;
          }
          if (cancelWanted(here, taskId)) {
            return Cancelling.cancel(here, taskId, ownedBy(owner));
          }
          here.update(TASK)
              .set(TASK.STATE, TaskState.QUEUED)
              .setNull(TASK.HOST)
              .setNull(TASK.INCARNATION)
              .set(TASK.NOT_BEFORE, Clock.now())
              .set(TASK.MESSAGE, message)
              .set(TASK.UPDATED_AT, Clock.now())
              .where(TASK.ID.eq(taskId), ownedBy(owner))
              .execute();
          new Aftermath(here, task.get()).queuedAgain();
          return true;
        });
  }

  private boolean succeeded(
      UUID taskId,
      Owner owner,
      TaskKind kind,
      @Nullable String message,
      Consumer<Aftermath> aftermath) {
    return Rollback.transaction(
        database,
        here -> {
          var task =
              Ending.of(
                  here,
                  taskId,
                  ownedBy(owner).and(TASK.KIND.eq(kind)),
                  TaskState.SUCCEEDED,
                  message);
          task.ifPresent(ending -> {
            aftermath.accept(new Aftermath(here, ending));
            TaskAudit.ended(here, ending, Outcome.SUCCEEDED, message);
          });
          return task.isPresent();
        });
  }

  private static boolean fail(DSLContext here, UUID taskId, Owner owner, String reason) {
    var task = Ending.of(here, taskId, ownedBy(owner), TaskState.FAILED, reason);
    task.ifPresent(ending -> {
      new Aftermath(here, ending).failed(reason);
      TaskAudit.ended(here, ending, Outcome.FAILED, reason);
    });
    return task.isPresent();
  }

  private static RetryResult retry(
      DSLContext here, UUID taskId, Owner owner, Duration delay, int failures, String reason) {
    var task = Ending.lock(here, taskId, ownedBy(owner));
    if (task.isEmpty()) {
      return new RetryResult.Fenced();
    }
    if (cancelWanted(here, taskId)) {
      Cancelling.cancel(here, taskId, ownedBy(owner));
      return new RetryResult.Cancelled();
    }
    var notBefore =
        here.update(TASK)
            .set(TASK.STATE, TaskState.QUEUED)
            .setNull(TASK.HOST)
            .setNull(TASK.INCARNATION)
            .set(TASK.FAILURES, TASK.FAILURES.plus(failures))
            .set(TASK.NOT_BEFORE, Clock.nowPlus(delay))
            .set(TASK.MESSAGE, reason)
            .set(TASK.UPDATED_AT, Clock.now())
            .where(
                TASK.ID.eq(taskId),
                ownedBy(owner),
                TASK.FAILURES.plus(failures).lt(TASK.MAX_ATTEMPTS))
            .returningResult(TASK.NOT_BEFORE)
            .fetchOptional(TASK.NOT_BEFORE);
    if (notBefore.isEmpty()) {
      fail(here, taskId, owner, reason);
      return new RetryResult.GivenUp();
    }
    new Aftermath(here, task.get()).queuedAgain();
    Instant at = notBefore.get();
    return new RetryResult.Requeued(at);
  }

  private static boolean cancelWanted(DSLContext here, UUID taskId) {
    return here.fetchExists(TASK, TASK.ID.eq(taskId), TASK.CANCEL_REQUESTED_AT.isNotNull());
  }

  private static Condition ownedBy(Owner owner) {
    return TASK.HOST.eq(owner.host()).and(TASK.INCARNATION.eq(owner.incarnation()));
  }
}
