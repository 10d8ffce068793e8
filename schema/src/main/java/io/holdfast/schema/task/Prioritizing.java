package io.holdfast.schema.task;

import static io.holdfast.schema.generated.Tables.TASK;

import io.holdfast.schema.Clock;
import io.holdfast.schema.Rollback;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.identity.Actor;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record2;

/** Lets queued tasks go before or behind others. */
public final class Prioritizing {

  /** The priority of what goes before everything else. */
  public static final int FIRST = 1;

  /** The priority of what goes when nothing else waits. */
  public static final int LAST = 9;

  private final DSLContext database;

  public Prioritizing(DSLContext database) {
    this.database = database;
  }

  /**
   * Changes the priority of a task that is queued with the priority that the caller has seen.
   *
   * @param from the priority that it must still have
   * @param to {@value #FIRST} to {@value #LAST}
   */
  public PriorityResult change(UUID taskId, int from, int to, Actor by) {
    return Rollback.transaction(database, here -> change(here, taskId, from, to, by));
  }

  private static PriorityResult change(DSLContext here, UUID taskId, int from, int to, Actor by) {
    Record2<TaskKind, UUID> task =
        here.update(TASK)
            .set(TASK.PRIORITY, (short) to)
            .set(TASK.UPDATED_AT, Clock.now())
            .where(
                TASK.ID.eq(taskId), TASK.STATE.eq(TaskState.QUEUED), TASK.PRIORITY.eq((short) from))
            .returningResult(TASK.KIND, TASK.PROJECT_ID)
            .fetchOne();
    if (task == null) {
      return new TaskQueries(here)
          .find(taskId)
          .<PriorityResult>map(now ->
              now.state() == TaskState.QUEUED
                  ? new PriorityResult.ChangedMeanwhile()
                  : new PriorityResult.NotQueued(now.state()))
          .orElseGet(PriorityResult.TaskMissing::new);
    }
    new AuditLog(here)
        .add(
            by.name(),
            "task.prioritize",
            "task",
            taskId,
            task.value2(),
            Outcome.ACCEPTED,
            Map.of(
                "kind", task.value1().value(),
                "from", Integer.toString(from),
                "to", Integer.toString(to)));
    return new PriorityResult.Changed();
  }
}
