package io.holdfast.schema.task;

import static io.holdfast.schema.generated.Tables.TASK;

import io.holdfast.schema.Clock;
import io.holdfast.schema.Rollback;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.identity.Actor;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Ends tasks that somebody no longer wants. */
public final class Cancelling {

  private final DSLContext database;

  public Cancelling(DSLContext database) {
    this.database = database;
  }

  /** Cancels a queued task at once, and asks the owner of a running one to stop. */
  public CancelResult cancel(UUID taskId, Actor by) {
    return Rollback.transaction(database, here -> cancel(here, taskId, by));
  }

  private static CancelResult cancel(DSLContext here, UUID taskId, Actor by) {
    // Claims and retries move the task between queued and running while we look: each turn is one
    // compare-and-swap.
    while (true) {
      here.update(TASK)
          .set(TASK.CANCEL_REQUESTED_AT, DSL.coalesce(TASK.CANCEL_REQUESTED_AT, Clock.now()))
          .set(TASK.CANCEL_REQUESTED_BY, DSL.coalesce(TASK.CANCEL_REQUESTED_BY, DSL.val(by.name())))
          .where(TASK.ID.eq(taskId), TASK.FINISHED_AT.isNull())
          .execute();
      // From here on the row is locked, if it was not finished: it stays what it is.
      var task = new TaskQueries(here).find(taskId).orElse(null);
      if (task == null) {
        return new CancelResult.TaskMissing();
      }
      if (task.state().finished()) {
        return new CancelResult.AlreadyFinished(task.state());
      }
      if (task.cancelRequestedAt() == null) {
        continue;
      }
      new AuditLog(here)
          .add(
              by.name(),
              "task.cancel",
              "task",
              taskId,
              task.projectId(),
              Outcome.ACCEPTED,
              Map.of("kind", task.kind().value()));
      if (task.state() == TaskState.RUNNING) {
        return new CancelResult.Requested(String.valueOf(task.host()));
      }
      cancel(here, taskId, TASK.STATE.eq(TaskState.QUEUED));
      return new CancelResult.Cancelled();
    }
  }

  /**
   * Ends tasks, queued or running, without asking their owners, who are fenced by it. Within the
   * caller's transaction when the context is one's.
   */
  public void abandon(List<UUID> taskIds, String reason) {
    Rollback.transaction(
        database,
        here -> {
          taskIds.forEach(taskId -> end(here, taskId, TASK.FINISHED_AT.isNull(), reason));
          return true;
        });
  }

  /**
   * Ends a task as cancelled, within the caller's transaction. False: the condition does not hold.
   */
  static boolean cancel(DSLContext here, UUID taskId, Condition held) {
    String by =
        here.select(DSL.coalesce(TASK.CANCEL_REQUESTED_BY, "nobody in particular"))
            .from(TASK)
            .where(TASK.ID.eq(taskId))
            .fetchOptional()
            .map(row -> row.value1())
            .orElse("");
    String reason = "Cancelled by %s.".formatted(by);
    return end(here, taskId, held, reason);
  }

  private static boolean end(DSLContext here, UUID taskId, Condition held, String reason) {
    var task = Ending.of(here, taskId, held, TaskState.CANCELLED, reason);
    task.ifPresent(ending -> {
      new Aftermath(here, ending).cancelled(reason);
      TaskAudit.ended(here, ending, Outcome.CANCELLED, reason);
    });
    return task.isPresent();
  }
}
