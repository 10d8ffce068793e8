package io.holdfast.schema.overview;

import static io.holdfast.schema.generated.Tables.NODE;
import static io.holdfast.schema.generated.Tables.TASK;
import static io.holdfast.schema.generated.Tables.VOLUME;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.sum;

import io.holdfast.schema.Clock;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.backup.BackupSums;
import io.holdfast.schema.backup.BackupSums.Sum;
import io.holdfast.schema.node.NodeRole;
import io.holdfast.schema.node.NodeState;
import io.holdfast.schema.task.TaskState;
import io.holdfast.schema.volume.VolumeFilter;
import io.holdfast.schema.volume.VolumeQueries;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * Figures for the first page. The protection of each volume is reckoned; ask when something has
 * changed, not every second.
 */
public final class OverviewQueries {

  private final DSLContext database;

  public OverviewQueries(DSLContext database) {
    this.database = database;
  }

  /**
   * @param projectId {@code null} for all
   */
  public Overview overview(@Nullable UUID projectId) {
    Map<BackupStatus, Sum> sums = new BackupSums(database).ofProject(projectId);
    Map<BackupStatus, Integer> backups = new EnumMap<>(BackupStatus.class);
    sums.forEach((status, sum) -> backups.put(status, sum.backups()));
    Sum restorable =
        Stream.of(BackupStatus.AVAILABLE, BackupStatus.RESTORING)
            .map(status -> sums.getOrDefault(status, Sum.NONE))
            .reduce(Sum.NONE, Sum::plus);
    var volumes =
        database
            .select(count(), total(VOLUME.SIZE_BYTES))
            .from(VOLUME)
            .where(
                VOLUME.DELETED_AT.isNull(),
                projectId == null ? noCondition() : VOLUME.PROJECT_ID.eq(projectId))
            .fetchSingle();
    Condition tasks = projectId == null ? noCondition() : TASK.PROJECT_ID.eq(projectId);
    Condition workers = NODE.ROLE.eq(NodeRole.WORKER).and(NODE.STATE.ne(NodeState.CLOSED));
    var counts =
        database
            .select(
                field(selectCount().from(TASK).where(TASK.INCARNATION.isNotNull(), tasks)),
                field(
                    selectCount().from(TASK).where(TASK.STATE.eq(inline(TaskState.QUEUED)), tasks)),
                field(
                    selectCount()
                        .from(TASK)
                        .where(
                            TASK.STATE.eq(inline(TaskState.FAILED)),
                            TASK.FINISHED_AT.ge(Clock.transactionStart().minus(1)),
                            tasks)),
                field(selectCount().from(NODE).where(workers)),
                field(
                    select(coalesce(sum(NODE.SLOTS).cast(Integer.class), 0))
                        .from(NODE)
                        .where(workers)))
            .fetchSingle();
    return new Overview(
        volumes.value1(),
        volumes.value2(),
        new VolumeQueries(database).protections(VolumeFilter.all().inProject(projectId)),
        backups,
        restorable.sizeBytes(),
        restorable.storedBytes(),
        counts.value1(),
        counts.value2(),
        counts.value3(),
        counts.value4(),
        counts.value5());
  }

  /** What ended on each of the last days, today last; days on which nothing did are missing. */
  public List<Day> days(@Nullable UUID projectId, int days) {
    Field<LocalDate> date =
        field("({0} at time zone 'UTC')::date", LocalDate.class, TASK.FINISHED_AT);
    return database
        .select(
            date,
            count().filterWhere(TASK.STATE.eq(TaskState.SUCCEEDED)),
            count().filterWhere(TASK.STATE.eq(TaskState.FAILED)),
            count().filterWhere(TASK.STATE.eq(TaskState.CANCELLED)),
            total(TASK.BYTES_STORED))
        .from(TASK)
        .where(
            TASK.FINISHED_AT.ge(Clock.transactionStart().minus(days)),
            projectId == null ? noCondition() : TASK.PROJECT_ID.eq(projectId))
        .groupBy(date)
        .orderBy(date)
        .fetch(
            row -> new Day(row.value1(), row.value2(), row.value3(), row.value4(), row.value5()));
  }

  private static Field<Long> total(Field<Long> bytes) {
    return coalesce(sum(bytes).cast(Long.class), 0L);
  }
}
