package io.holdfast.schema.testing;

import org.jooq.DSLContext;

/**
 * Fills a database with projects, a policy in each, and volumes, each with ten backups of the last
 * days and their tasks, as a large installation has them. Made by SQL alone: a million backups take
 * some minutes.
 */
public final class Crowd {

  private Crowd() {}

  /** Fills, and lets the database look at what it has. */
  public static void fill(DSLContext database, int volumes) {
    database.transaction(all -> fillIn(all.dsl(), volumes));
    database.execute("vacuum analyze");
  }

  private static void fillIn(DSLContext database, int volumes) {
    // Without triggers: nobody listens, and a million notifications take their time.
    database.execute("set local session_replication_role = replica");
    database.execute(
        "insert into backend (name, volume_service_host) values ('pool', 'storage') on conflict do"
            + " nothing");
    database.execute(
        "insert into repository (name, driver, location, encrypted, chunk_size_bytes, state) values"
            + " ('large', 'posix', '/nowhere', false, 1048576, 'ready')");
    database.execute(
        """
        insert into project (name) select 'project ' || n from generate_series(1, 9) n
        """);
    database.execute(
        "insert into quota (project_id) select id from project on conflict do nothing");
    database.execute(
        """
        insert into policy (project_id, name, cron, time_zone, missed, window_minutes, full_every, covers, name_pattern,
          next_run_at, fresh_since, created_by)
        select id, 'nightly', '0 1 * * *', 'UTC', 'catch-up', 60, 7, 'matching', 'volume-*',
          now() + interval '1 hour', now() - row_number() over (order by id) * interval '1 day', 'somebody'
        from project
        """);
    database.execute(
        """
        insert into volume (project_id, name, size_bytes, backend, status, previous_status, last_backup_at, last_intact_backup_at, created_at)
        select p.id, 'volume-' || to_char(n, 'FM0000000'), (1 + n % 1000) * 1073741824::bigint, 'pool', 'available',
          case when n % 70 = 0 then 'error_backing-up' else 'backing-up' end,
          newest.at, newest.at, now() - n * interval '1 minute'
        from generate_series(1, ?) n
        cross join lateral (select case when n % 50 <> 0 then now() - n % 240 * interval '1 hour' end at) newest
        join (select id, row_number() over (order by id) - 1 as k from project) p on p.k = n % 10
        """,
        volumes);
    database.execute(
        """
        insert into backup (project_id, volume_id, volume_name, repository_id, name, incremental, status, fail_reason, host,
          size_bytes, read_bytes, stored_bytes, data_timestamp, created_at, completed_at)
        select v.project_id, v.id, v.name, r.id, v.name || ' ' || k, false,
          case when (v.size_bytes / 1073741824::bigint + k) % 100 = 0 then 'error' else 'available' end, 'made up', 'worker-' || k % 4,
          v.size_bytes, v.size_bytes, v.size_bytes / (2 + k), v.created_at - k * interval '1 day',
          v.created_at - k * interval '1 day', v.created_at
        from volume v cross join generate_series(1, 10) k cross join repository r where r.name = 'large'
        """);
    database.execute(
        """
        insert into backup_sum
        select project_id, repository_id, status, count(*), sum(size_bytes), sum(stored_bytes) from backup group by 1, 2, 3
        """);
    database.execute(
        """
        insert into task (kind, state, project_id, backup_id, volume_id, repository_id, backend, created_by, max_attempts,
          priority, bytes_stored, message, host, created_at, finished_at)
        select 'backup', case when b.status = 'error' then 'failed' else 'succeeded' end, b.project_id, b.id, b.volume_id,
          b.repository_id, 'pool', 'nightly', 5, 5, b.stored_bytes, b.fail_reason, b.host, b.created_at, b.created_at
        from backup b
        """);
  }
}
