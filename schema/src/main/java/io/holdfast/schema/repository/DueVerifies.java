package io.holdfast.schema.repository;

import static io.holdfast.schema.generated.Tables.BACKUP;
import static io.holdfast.schema.generated.Tables.REPOSITORY;
import static org.jooq.impl.DSL.val;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;

/** What nobody has read again for too long. */
public final class DueVerifies {

  private static final String REPOSITORIES =
      """
      select repository.id
      from repository
      where repository.state <> 'unavailable'
        and coalesce(verified_at, created_at) <= clock_timestamp() - {0} * interval '1 second'
        and exists (
          select from backup
          where backup.repository_id = repository.id and deleted_at is null and status in ('available', 'restoring'))
        and not exists (
          select from task
          where task.repository_id = repository.id and kind in ('verify-repository', 'reindex')
            and (state in ('queued', 'running')
              or kind = 'verify-repository' and sample_percent is null
                and created_at > clock_timestamp() - least({0} * interval '1 second', interval '1 day')))
      order by repository.number
      """;

  private static final String DAMAGED =
      """
      select damaged.id
      from backup damaged
      where verify_result = 'damaged' and deleted_at is null and status = 'available'
        and exists (
          select from backup newer
          where newer.volume_id = damaged.volume_id and newer.repository_id = damaged.repository_id
            and newer.deleted_at is null and newer.status in ('available', 'restoring')
            and newer.completed_at > damaged.verified_at)
        and not exists (
          select from task
          where state in ('queued', 'running')
            and (task.backup_id = damaged.id and kind = 'verify'
              or task.repository_id = damaged.repository_id and kind in ('verify-repository', 'reindex')))
      order by damaged.id
      """;

  private final DSLContext database;

  public DueVerifies(DSLContext database) {
    this.database = database;
  }

  /**
   * Repositories with backups that workers reach, of which all was last read that long ago. One of
   * which a verify did not come to its end is not tried again before a day is over.
   */
  public List<UUID> repositories(Duration every) {
    return database
        .resultQuery(REPOSITORIES, val(every.toSeconds()))
        .coerce(REPOSITORY.ID)
        .fetch(REPOSITORY.ID);
  }

  /**
   * Backups that were found damaged and may be whole again: one of the same volume was finished
   * since, and that stores anew what is missing.
   */
  public List<UUID> damagedBackups() {
    return database.resultQuery(DAMAGED).coerce(BACKUP.ID).fetch(BACKUP.ID);
  }
}
