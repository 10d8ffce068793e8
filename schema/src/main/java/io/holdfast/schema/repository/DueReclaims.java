package io.holdfast.schema.repository;

import static io.holdfast.schema.generated.Tables.REPOSITORY;
import static org.jooq.impl.DSL.val;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * Which repositories hold something that a reclaim would free, and nobody has had it freed. That
 * takes two of them: what the first finds unneeded it marks, and the second removes it.
 */
public final class DueReclaims {

  // A minute before the start: longer than a transaction may take to become visible.
  private static final String DUE =
      """
      select repository.id
      from repository left join lateral (
        select started_at - interval '1 minute' as marked_at from task
        where task.repository_id = repository.id and kind = 'reclaim' and state = 'succeeded'
        order by started_at desc limit 1) latest on true
      where repository.state <> 'unavailable'
        and repository.created_at <= clock_timestamp() - {0} * interval '1 second'
        and not exists (
          select from task
          where task.repository_id = repository.id
            and (kind in ('reclaim', 'reindex') and finished_at is null
              or kind = 'reclaim' and created_at > clock_timestamp() - {0} * interval '1 second'))
        and (
          exists (
            select from pack
            where pack.repository_number = repository.number and pack.state in ('tombstoned', 'deleting'))
          or exists (
            select from task
            where task.repository_id = repository.id and finished_at >= coalesce(marked_at, '-infinity')
              and (kind = 'delete' and state = 'succeeded' or kind = 'backup' and state in ('failed', 'cancelled'))))
      order by repository.number
      """;

  private final DSLContext database;

  public DueReclaims(DSLContext database) {
    this.database = database;
  }

  /**
   * Repositories that workers reach, where backups were deleted, failed or were cancelled since the
   * latest reclaim that succeeded, or where what that one marked waits to be removed. Not while one
   * is reindexed: its index does not know yet what is needed.
   *
   * @param every for how long no reclaim must have been asked for, and the repository have existed
   */
  public List<UUID> list(Duration every) {
    return database
        .resultQuery(DUE, val(every.toSeconds()))
        .coerce(REPOSITORY.ID)
        .fetch(REPOSITORY.ID);
  }
}
