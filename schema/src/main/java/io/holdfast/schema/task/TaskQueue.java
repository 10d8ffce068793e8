package io.holdfast.schema.task;

import static io.holdfast.schema.generated.Tables.TASK;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.val;

import io.holdfast.schema.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record10;
import org.jooq.ResultQuery;

/**
 * What waits to be dispatched. Reading it costs as much as there are lanes (project × backend ×
 * repository), not tasks.
 */
public final class TaskQueue {

  // The recursion skips along the index task_queue from lane to lane. now() is stable, as
  // clock_timestamp() is not, and so
  // lets the index end each lane's scan at the first task that is not due.
  private static final String DUE =
      """
      with recursive lane as (
        (select priority, lane from task where state = 'queued' order by priority, lane limit 1)
        union all
        select next.priority, next.lane
        from lane cross join lateral (
          select task.priority, task.lane from task
          where task.state = 'queued' and (task.priority, task.lane) > (lane.priority, lane.lane)
          order by task.priority, task.lane limit 1) next
      ), head as (
        select task.id, task.kind, task.project_id, task.backup_id, task.volume_id, task.repository_id, task.backend,
          task.priority, task.attempt, task.not_before,
          row_number() over (partition by task.priority, task.project_id order by task.not_before, task.id) as turn
        from lane cross join lateral (
          select * from task
          where task.state = 'queued' and task.priority = lane.priority and task.lane = lane.lane and task.not_before <= now()
            and (task.backend is null or task.backend <> all ({0})) and task.repository_id <> all ({1}) and task.kind = any ({3})
          order by task.not_before, task.id limit {2}) task
      ), busy as (
        select project_id, count(*) as running from task where incarnation is not null group by project_id
      )
      select head.* from head left join busy on busy.project_id = head.project_id
      order by head.priority, head.turn + coalesce(busy.running, 0), head.not_before, head.id
      limit {2}
      """;

  /** Consoles of two versions may run on one database, and the older one may be dispatching. */
  private static final String[] KNOWN =
      TaskKind.ALL.stream().map(TaskKind::value).toArray(String[]::new);

  private final DSLContext database;

  public TaskQueue(DSLContext database) {
    this.database = database;
  }

  /**
   * The tasks that are due and should go next: by priority; then the project with the fewest
   * running and already listed tasks first; then by age. Those of full backends and repositories
   * are left out, so that they hold up no others, and so are kinds that only a newer version knows.
   */
  public List<QueuedTask> due(Set<String> fullBackends, Set<UUID> fullRepositories, int limit) {
    return statement(fullBackends, fullRepositories, limit)
        .fetch(row ->
            new QueuedTask(
                row.value1(),
                row.value2(),
                row.value3(),
                row.value4(),
                row.value5(),
                row.value6(),
                row.value7(),
                row.value8(),
                row.value9(),
                row.value10()));
  }

  ResultQuery<Record10<UUID, TaskKind, UUID, UUID, UUID, UUID, String, Short, Integer, Instant>>
      statement(Set<String> fullBackends, Set<UUID> fullRepositories, int limit) {
    return database
        .resultQuery(
            DUE,
            val(fullBackends.toArray(String[]::new)),
            val(fullRepositories.toArray(UUID[]::new)),
            val(limit),
            val(KNOWN))
        .coerce(
            TASK.ID,
            TASK.KIND,
            TASK.PROJECT_ID,
            TASK.BACKUP_ID,
            TASK.VOLUME_ID,
            TASK.REPOSITORY_ID,
            TASK.BACKEND,
            TASK.PRIORITY,
            TASK.ATTEMPT,
            TASK.NOT_BEFORE);
  }

  /** When the next queued task that is not due yet will be. */
  public Optional<Instant> nextDue() {
    return Optional.ofNullable(
        database
            .select(min(TASK.NOT_BEFORE))
            .from(TASK)
            .where(
                TASK.STATE.eq(inline(TaskState.QUEUED)),
                TASK.NOT_BEFORE.gt(Clock.transactionStart()))
            .fetchSingle()
            .value1());
  }

  /** What limits are held against. */
  public RunningCounts running() {
    Map<String, Integer> backends = new HashMap<>();
    Map<UUID, Integer> repositories = new HashMap<>();
    Map<UUID, Integer> incarnations = new HashMap<>();
    database
        .select(TASK.BACKEND, TASK.REPOSITORY_ID, TASK.INCARNATION, count())
        .from(TASK)
        .where(TASK.INCARNATION.isNotNull())
        .groupBy(TASK.BACKEND, TASK.REPOSITORY_ID, TASK.INCARNATION)
        .forEach(row -> {
          if (row.value1() != null) {
            backends.merge(row.value1(), row.value4(), Integer::sum);
          }
          repositories.merge(row.value2(), row.value4(), Integer::sum);
          incarnations.merge(row.value3(), row.value4(), Integer::sum);
        });
    return new RunningCounts(backends, repositories, incarnations);
  }
}
