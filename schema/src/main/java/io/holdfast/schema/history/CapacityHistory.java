package io.holdfast.schema.history;

import static io.holdfast.schema.generated.Tables.REPOSITORY_SAMPLE;
import static org.jooq.impl.DSL.boolAnd;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import io.holdfast.schema.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** What lay in the repositories, quarter of an hour by quarter of an hour. */
public final class CapacityHistory {

  /** Reads each live pack's row; the check before keeps all but one from it. */
  private static final String SAMPLE =
      """
      insert into repository_sample (repository_id, at, logical_bytes, stored_bytes, free_bytes)
      select repository.id, slot.at, coalesce(logical.bytes, 0), coalesce(stored.bytes, 0), space.free_bytes
      from (select date_bin('15 minutes', now(), 'epoch') as at) as slot
      cross join repository
      left join (
        select repository_id, sum(size_bytes)::bigint as bytes from backup_sum
        where status in ('available', 'restoring') group by 1
      ) as logical on logical.repository_id = repository.id
      left join (
        select repository_number, sum(size_bytes)::bigint as bytes from pack where state <> 'gone' group by 1
      ) as stored on stored.repository_number = repository.number
      left join repository_space as space
        on space.repository_id = repository.id and space.found_at > now() - interval '10 minutes'
      where not exists (select from repository_sample where at = slot.at)
      on conflict (repository_id, at) do nothing
      """;

  /** The last of each hour or day stays. */
  private static final String THIN =
      """
      delete from repository_sample as old using (
        select repository_id, at, lead(at) over (partition by repository_id order by at) as next,
          case when at < now() - interval '60 days' then interval '1 day' else interval '1 hour' end as width
        from repository_sample where at < now() - interval '2 days'
      ) as placed
      where old.repository_id = placed.repository_id and old.at = placed.at
        and date_bin(width, placed.at, 'epoch') = date_bin(width, placed.next, 'epoch')
      """;

  private static final Duration KEPT = Duration.ofDays(3 * 365);

  private final DSLContext database;

  public CapacityHistory(DSLContext database) {
    this.database = database;
  }

  /** Whether this quarter of an hour is missing; cheap. */
  public boolean isDue() {
    return !database.fetchExists(
        REPOSITORY_SAMPLE,
        REPOSITORY_SAMPLE.AT.eq(
            field("date_bin('15 minutes', now(), 'epoch')", REPOSITORY_SAMPLE.AT.getDataType())));
  }

  /** Writes down what lies in each repository now. False: it has been already. */
  public boolean sample() {
    return database.execute(SAMPLE) > 0;
  }

  /** Makes what is old coarser, and drops what is very old. */
  public void thinOut() {
    database.execute(THIN);
    database
        .deleteFrom(REPOSITORY_SAMPLE)
        .where(REPOSITORY_SAMPLE.AT.lt(Clock.nowMinus(KEPT)))
        .execute();
  }

  /**
   * What lay in a repository since a moment, the oldest first.
   *
   * @param repositoryId {@code null}: in all together
   * @param interval one sample, the last, for each so long
   */
  public List<CapacitySample> since(
      @Nullable UUID repositoryId, Instant moment, Duration interval) {
    Field<Instant> bin =
        field(
            "date_bin({0} * interval '1 second', {1}, 'epoch')",
            Instant.class, inline(interval.toSeconds()), REPOSITORY_SAMPLE.AT);
    // The last moment of each interval has a row of every repository that there was.
    var last =
        DSL.select(max(REPOSITORY_SAMPLE.AT).as("at"))
            .from(REPOSITORY_SAMPLE)
            .where(REPOSITORY_SAMPLE.AT.gt(moment), of(repositoryId))
            .groupBy(bin)
            .asTable("last");
    return database
        .select(
            REPOSITORY_SAMPLE.AT,
            sum(REPOSITORY_SAMPLE.LOGICAL_BYTES).cast(Long.class),
            sum(REPOSITORY_SAMPLE.STORED_BYTES).cast(Long.class),
            when(
                boolAnd(REPOSITORY_SAMPLE.FREE_BYTES.isNotNull()),
                sum(REPOSITORY_SAMPLE.FREE_BYTES).cast(Long.class)))
        .from(REPOSITORY_SAMPLE)
        .join(last)
        .on(REPOSITORY_SAMPLE.AT.eq(last.field("at", Instant.class)))
        .where(of(repositoryId))
        .groupBy(REPOSITORY_SAMPLE.AT)
        .orderBy(REPOSITORY_SAMPLE.AT)
        .fetch(row -> new CapacitySample(row.value1(), row.value2(), row.value3(), row.value4()));
  }

  private static Condition of(@Nullable UUID repositoryId) {
    return repositoryId == null ? noCondition() : REPOSITORY_SAMPLE.REPOSITORY_ID.eq(repositoryId);
  }
}
