package io.holdfast.schema.task;

import static io.holdfast.schema.generated.Tables.BACKUP;
import static io.holdfast.schema.generated.Tables.PROJECT;
import static io.holdfast.schema.generated.Tables.TASK;
import static io.holdfast.schema.generated.Tables.VOLUME;
import static org.jooq.impl.DSL.coalesce;

import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.node.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.SelectOnConditionStep;

/** Tasks as they stand. */
public final class TaskQueries {

  private static final Field<String> VOLUME_NAME =
      coalesce(VOLUME.NAME, BACKUP.VOLUME_NAME).as("volume_name");

  private final DSLContext database;

  public TaskQueries(DSLContext database) {
    this.database = database;
  }

  public List<Task> list(TaskFilter filter, Order<TaskSort> order, Slice slice) {
    return select()
        .where(conditions(filter))
        .orderBy(orderFields(order))
        .offset(slice.offset())
        .limit(slice.limit())
        .fetch(TaskQueries::task);
  }

  public int count(TaskFilter filter) {
    return database.fetchCount(TASK, conditions(filter));
  }

  public Optional<Task> find(UUID id) {
    return select().where(TASK.ID.eq(id)).fetchOptional(TaskQueries::task);
  }

  /** The queued or running task of a backup, other than a verify, if there is one. */
  public Optional<Task> activeOfBackup(UUID backupId) {
    return select()
        .where(
            TASK.BACKUP_ID.eq(backupId),
            TASK.STATE.in(TaskState.QUEUED, TaskState.RUNNING),
            TASK.KIND.ne(TaskKind.VERIFY))
        .fetchOptional(TaskQueries::task);
  }

  /** Tasks that an incarnation owns. */
  public List<Task> ownedBy(UUID incarnation) {
    return select()
        .where(TASK.INCARNATION.eq(incarnation))
        .orderBy(TASK.ID)
        .fetch(TaskQueries::task);
  }

  /** Ids of the owner's tasks that somebody wants cancelled. Cheap: to be asked every second. */
  public List<UUID> cancelRequests(Owner owner) {
    return database
        .select(TASK.ID)
        .from(TASK)
        .where(TASK.INCARNATION.eq(owner.incarnation()), TASK.CANCEL_REQUESTED_AT.isNotNull())
        .fetch(TASK.ID);
  }

  SelectOnConditionStep<Record> select() {
    return database
        .select(TASK.fields())
        .select(PROJECT.NAME, BACKUP.NAME, VOLUME_NAME)
        .from(TASK)
        .leftJoin(PROJECT)
        .on(PROJECT.ID.eq(TASK.PROJECT_ID))
        .leftJoin(BACKUP)
        .on(BACKUP.ID.eq(TASK.BACKUP_ID))
        .leftJoin(VOLUME)
        .on(VOLUME.ID.eq(TASK.VOLUME_ID));
  }

  private static List<Condition> conditions(TaskFilter filter) {
    List<Condition> all = new ArrayList<>();
    if (filter.projectId() != null) {
      all.add(TASK.PROJECT_ID.eq(filter.projectId()));
    }
    if (!filter.states().isEmpty()) {
      all.add(TASK.STATE.in(filter.states()));
    }
    // Else a task that only a newer version knows would take the whole list from an older one.
    all.add(TASK.KIND.in(filter.kinds().isEmpty() ? TaskKind.ALL : filter.kinds()));
    if (filter.volumeId() != null) {
      all.add(TASK.VOLUME_ID.eq(filter.volumeId()));
    }
    if (filter.backupId() != null) {
      all.add(TASK.BACKUP_ID.eq(filter.backupId()));
    }
    if (filter.repositoryId() != null) {
      all.add(TASK.REPOSITORY_ID.eq(filter.repositoryId()));
    }
    if (filter.host() != null) {
      all.add(TASK.HOST.eq(filter.host()));
    }
    if (filter.finishedAfter() != null) {
      all.add(TASK.FINISHED_AT.gt(filter.finishedAfter()));
    }
    return all;
  }

  private static List<OrderField<?>> orderFields(Order<TaskSort> order) {
    Field<?> by =
        switch (order.by()) {
          case CREATED -> TASK.CREATED_AT;
          case STATE -> TASK.STATE;
          case KIND -> TASK.KIND;
          case PRIORITY -> TASK.PRIORITY;
          case FINISHED -> TASK.FINISHED_AT;
        };
    return order.descending()
        ? List.of(
            order.by() == TaskSort.FINISHED ? by.desc().nullsLast() : by.desc(), TASK.ID.desc())
        : List.of(by.asc(), TASK.ID.asc());
  }

  static Task task(Record row) {
    JSONB position = row.get(TASK.POSITION);
    Short sample = row.get(TASK.SAMPLE_PERCENT);
    return new Task(
        row.get(TASK.ID),
        row.get(TASK.KIND),
        row.get(TASK.STATE),
        row.get(TASK.PROJECT_ID),
        row.get(PROJECT.NAME),
        row.get(TASK.BACKUP_ID),
        row.get(BACKUP.NAME),
        row.get(TASK.VOLUME_ID),
        row.get(VOLUME_NAME),
        row.get(TASK.REPOSITORY_ID),
        row.get(TASK.BACKEND),
        row.get(TASK.PRIORITY),
        row.get(TASK.HOST),
        row.get(TASK.INCARNATION),
        row.get(TASK.ATTEMPT),
        row.get(TASK.FAILURES),
        row.get(TASK.MAX_ATTEMPTS),
        row.get(TASK.NOT_BEFORE),
        row.get(TASK.CANCEL_REQUESTED_AT),
        row.get(TASK.CANCEL_REQUESTED_BY),
        row.get(TASK.STAGE),
        row.get(TASK.BYTES_TOTAL),
        row.get(TASK.BYTES_DONE),
        row.get(TASK.BYTES_STORED),
        position == null ? null : position.data(),
        sample == null ? null : sample.intValue(),
        row.get(TASK.MESSAGE),
        row.get(TASK.DAMAGED),
        row.get(TASK.CREATED_BY),
        row.get(TASK.CREATED_AT),
        row.get(TASK.STARTED_AT),
        row.get(TASK.UPDATED_AT),
        row.get(TASK.FINISHED_AT),
        row.get(TASK.REPEATED_BY));
  }
}
