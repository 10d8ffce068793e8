package io.holdfast.schema.submission;

import static io.holdfast.schema.generated.Tables.BACKUP;
import static io.holdfast.schema.generated.Tables.TASK;

import io.holdfast.schema.Rollback;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.identity.Actor;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskQueries;
import io.holdfast.schema.task.TaskState;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * One wish to have done what a task did not do, within its transaction. It is asked for as it was
 * the first time, by the same rules.
 */
final class RepeatSubmission {

  private final DSLContext here;
  private final UUID taskId;
  private final Actor by;
  private final BackupSubmission submission;

  RepeatSubmission(DSLContext here, UUID taskId, Actor by) {
    this.here = here;
    this.taskId = taskId;
    this.by = by;
    this.submission = new BackupSubmission(here);
  }

  RepeatResult submit() {
    Task failed = lock();
    UUID repeated =
        switch (failed.kind()) {
          case BACKUP -> backUp(Objects.requireNonNull(failed.backupId()));
          case RESTORE -> restore(failed);
          case DELETE -> delete(Objects.requireNonNull(failed.backupId()));
          case VERIFY -> verify(failed);
          case RECLAIM -> queued(submission.reclaim(failed.repositoryId(), by));
          case VERIFY_REPOSITORY ->
              queued(
                  submission.verifyRepository(failed.repositoryId(), failed.samplePercent(), by));
          case REINDEX -> queued(submission.reindex(failed.repositoryId(), by));
        };
    here.update(TASK).set(TASK.REPEATED_BY, repeated).where(TASK.ID.eq(taskId)).execute();
    new AuditLog(here)
        .add(
            by.name(),
            "task.repeat",
            "task",
            taskId,
            failed.projectId(),
            Outcome.ACCEPTED,
            Map.of("kind", failed.kind().value(), "task", repeated.toString()));
    return new RepeatResult.Accepted(repeated);
  }

  /** Locked, so that of two who ask at the same time the second one sees what the first got. */
  private Task lock() {
    while (true) {
      boolean locked =
          here.select(TASK.ID)
              .from(TASK)
              .where(
                  TASK.ID.eq(taskId),
                  TASK.STATE.in(TaskState.FAILED, TaskState.CANCELLED),
                  TASK.REPEATED_BY.isNull())
              .forNoKeyUpdate()
              .fetchOptional()
              .isPresent();
      Task task =
          new TaskQueries(here)
              .find(taskId)
              .orElseThrow(() -> new Rollback(new RepeatResult.TaskMissing()));
      if (locked) {
        return task;
      }
      if (task.repeatedBy() != null) {
        throw new Rollback(new RepeatResult.AlreadyRepeated(task.repeatedBy()));
      }
      // It may have failed between the two statements: then it is tried again.
      if (task.state() != TaskState.FAILED && task.state() != TaskState.CANCELLED) {
        throw new Rollback(new RepeatResult.NotFailed(task.state()));
      }
    }
  }

  private UUID backUp(UUID backupId) {
    // The row is there even if somebody has deleted the failed backup meanwhile.
    Record failed = here.selectFrom(BACKUP).where(BACKUP.ID.eq(backupId)).fetchSingle();
    NewBackup wanted =
        new NewBackup(
            failed.get(BACKUP.PROJECT_ID),
            failed.get(BACKUP.VOLUME_ID),
            failed.get(BACKUP.SNAPSHOT_ID),
            failed.get(BACKUP.NAME),
            failed.get(BACKUP.DESCRIPTION),
            failed.get(BACKUP.INCREMENTAL),
            failed.get(BACKUP.METADATA),
            failed.get(BACKUP.REPOSITORY_ID),
            null);
    CreateResult result = submission.create(wanted, by);
    if (result instanceof CreateResult.Accepted(UUID made, UUID repeated)) {
      // Else what a policy wanted would stay for ever.
      here.update(BACKUP)
          .set(BACKUP.POLICY_ID, failed.get(BACKUP.POLICY_ID))
          .where(BACKUP.ID.eq(made))
          .execute();
      return repeated;
    }
    throw new Rollback(new RepeatResult.BackupRefused(wanted, result));
  }

  private UUID restore(Task failed) {
    RestoreResult result =
        submission.restore(
            Objects.requireNonNull(failed.backupId()),
            Objects.requireNonNull(failed.volumeId()),
            by);
    if (result instanceof RestoreResult.Accepted(UUID repeated)) {
      return repeated;
    }
    throw new Rollback(new RepeatResult.RestoreRefused(result));
  }

  private UUID delete(UUID backupId) {
    DeleteResult result = submission.delete(backupId, by);
    if (result instanceof DeleteResult.Accepted(UUID repeated)) {
      return repeated;
    }
    throw new Rollback(new RepeatResult.DeleteRefused(result));
  }

  private UUID verify(Task failed) {
    VerifyResult result =
        submission.verify(Objects.requireNonNull(failed.backupId()), failed.samplePercent(), by);
    if (result instanceof VerifyResult.Accepted(UUID repeated)) {
      return repeated;
    }
    throw new Rollback(new RepeatResult.VerifyRefused(result));
  }

  private static UUID queued(RepositoryTaskResult result) {
    if (result instanceof RepositoryTaskResult.Accepted(UUID repeated)) {
      return repeated;
    }
    throw new Rollback(new RepeatResult.RepositoryTaskRefused(result));
  }
}
