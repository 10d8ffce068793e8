package io.holdfast.schema.history;

import static io.holdfast.schema.generated.Tables.NODE;
import static io.holdfast.schema.generated.Tables.THROUGHPUT_SAMPLE;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.sum;

import io.holdfast.schema.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;

/** What the workers moved, minute by minute. */
public final class ThroughputHistory {

  /** The interval since the last sample, however long that is; the first one knows nothing. */
  private static final String SAMPLE =
      """
      insert into throughput_sample (at, seconds, read_bytes, written_bytes, total_read_bytes, total_written_bytes)
      select slot.at, coalesce(extract(epoch from slot.at - last.at)::int, 60),
        greatest(0, total.read_bytes - coalesce(last.total_read_bytes, total.read_bytes)),
        greatest(0, total.written_bytes - coalesce(last.total_written_bytes, total.written_bytes)),
        total.read_bytes, total.written_bytes
      from (select date_bin('1 minute', now(), 'epoch') as at) as slot
      cross join (select coalesce(sum(read_bytes), 0)::bigint as read_bytes,
        coalesce(sum(written_bytes), 0)::bigint as written_bytes from node) as total
      left join (select * from throughput_sample order by at desc limit 1) as last on true
      where last.at is null or last.at < slot.at
      on conflict (at) do nothing
      """;

  /** Minutes of whole hours become one row each. */
  private static final String THIN =
      """
      with minutes as (
        delete from throughput_sample
        where seconds < 3600 and at <= date_bin('1 hour', now() - interval '2 days', 'epoch')
        returning *)
      insert into throughput_sample (at, seconds, read_bytes, written_bytes, total_read_bytes, total_written_bytes)
      select max(at), greatest(3600, sum(seconds))::int, sum(read_bytes), sum(written_bytes), max(total_read_bytes), max(total_written_bytes)
      from minutes group by date_bin('1 hour', at - interval '1 minute', 'epoch')
      """;

  private static final Duration KEPT = Duration.ofDays(35);

  private final DSLContext database;

  public ThroughputHistory(DSLContext database) {
    this.database = database;
  }

  /** A worker's tasks have moved so much more. */
  public void moved(UUID incarnation, long readBytes, long writtenBytes) {
    database
        .update(NODE)
        .set(NODE.READ_BYTES, NODE.READ_BYTES.plus(readBytes))
        .set(NODE.WRITTEN_BYTES, NODE.WRITTEN_BYTES.plus(writtenBytes))
        .where(NODE.ID.eq(incarnation))
        .execute();
  }

  /** Writes down the interval that has just ended. False: it has been already. */
  public boolean sample() {
    return database.execute(SAMPLE) == 1;
  }

  /** Makes what is old coarser, and drops what is very old. */
  public void thinOut() {
    database.execute(THIN);
    database
        .deleteFrom(THROUGHPUT_SAMPLE)
        .where(THROUGHPUT_SAMPLE.AT.lt(Clock.nowMinus(KEPT)))
        .execute();
  }

  /**
   * What was moved since a moment, the oldest first.
   *
   * @param interval intervals are put together to about this length
   */
  public List<ThroughputSample> since(Instant moment, Duration interval) {
    Field<Instant> bin =
        field(
            "date_bin({0} * interval '1 second', {1} - interval '1 second', 'epoch')",
            Instant.class, inline(interval.toSeconds()), THROUGHPUT_SAMPLE.AT);
    return database
        .select(
            max(THROUGHPUT_SAMPLE.AT),
            sum(THROUGHPUT_SAMPLE.SECONDS).cast(Long.class),
            sum(THROUGHPUT_SAMPLE.READ_BYTES).cast(Long.class),
            sum(THROUGHPUT_SAMPLE.WRITTEN_BYTES).cast(Long.class))
        .from(THROUGHPUT_SAMPLE)
        .where(THROUGHPUT_SAMPLE.AT.gt(moment))
        .groupBy(bin)
        .orderBy(bin)
        .fetch(row ->
            new ThroughputSample(
                row.value1(), Duration.ofSeconds(row.value2()), row.value3(), row.value4()));
  }
}
