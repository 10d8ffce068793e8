package io.holdfast.schema.submission;

import static io.holdfast.schema.generated.Tables.SETTING;
import static io.holdfast.schema.generated.Tables.TASK;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.select;

import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.identity.Actor;
import io.holdfast.schema.task.TaskKind;
import io.holdfast.schema.task.TaskState;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Puts tasks into the queue, and finds those that stand in the way. */
final class TaskEntry {

  private final DSLContext here;
  private final Actor by;

  TaskEntry(DSLContext here, Actor by) {
    this.here = here;
    this.by = by;
  }

  /** Empty: such a task is queued or running already. */
  Optional<UUID> queue(
      TaskKind kind,
      @Nullable UUID projectId,
      @Nullable UUID backupId,
      @Nullable UUID volumeId,
      UUID repositoryId,
      @Nullable String backend,
      @Nullable Integer priority) {
    return here.insertInto(TASK)
        .set(TASK.KIND, kind)
        .set(TASK.PROJECT_ID, projectId)
        .set(TASK.BACKUP_ID, backupId)
        .set(TASK.VOLUME_ID, volumeId)
        .set(TASK.REPOSITORY_ID, repositoryId)
        .set(TASK.BACKEND, backend)
        .set(TASK.PRIORITY, (short) (priority == null ? kind.usualPriority() : priority))
        .set(
            TASK.MAX_ATTEMPTS,
            field(
                select(SETTING.VALUE.cast(Integer.class))
                    .from(SETTING)
                    .where(SETTING.KEY.eq("task.maximum-attempts"))))
        .set(TASK.CREATED_BY, by.name())
        .onConflictDoNothing()
        .returningResult(TASK.ID)
        .fetchOptional(TASK.ID);
  }

  /** How much a verify that was just queued shall read; {@code null} is everything. */
  void sample(UUID taskId, @Nullable Integer percent) {
    if (percent != null) {
      here.update(TASK)
          .set(TASK.SAMPLE_PERCENT, percent.shortValue())
          .where(TASK.ID.eq(taskId))
          .execute();
    }
  }

  UUID queued(Optional<UUID> taskId, UUID backupId) {
    return taskId.orElseThrow(() ->
        new IllegalStateException(
            "backup %s has a task that its status does not show".formatted(backupId)));
  }

  void accepted(
      String action,
      String subjectKind,
      UUID subject,
      @Nullable UUID projectId,
      Map<String, String> detail) {
    new AuditLog(here)
        .add(by.name(), action, subjectKind, subject, projectId, Outcome.ACCEPTED, detail);
  }

  @Nullable Blocker workingOnVolume(UUID volumeId) {
    return blocker(
        TASK.VOLUME_ID.eq(volumeId).and(TASK.KIND.in(TaskKind.BACKUP, TaskKind.RESTORE)));
  }

  @Nullable Blocker workingOnBackup(UUID backupId) {
    return blocker(TASK.BACKUP_ID.eq(backupId));
  }

  @Nullable Blocker blocker(Condition which) {
    return here.select(TASK.ID, TASK.KIND, TASK.HOST, TASK.CREATED_BY)
        .from(TASK)
        .where(which, TASK.STATE.in(TaskState.QUEUED, TaskState.RUNNING))
        .orderBy(TASK.CREATED_AT)
        .limit(1)
        .fetchOptional(row -> new Blocker(row.value1(), row.value2(), row.value3(), row.value4()))
        .orElse(null);
  }
}
