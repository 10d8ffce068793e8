package io.holdfast.chaos.check;

import io.holdfast.chaos.place.Database;
import io.holdfast.cli.output.Pause;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** Watches the tasks of a sequence from beside. */
public final class Figures {

  private static final Duration LOOK_EVERY = Duration.ofMillis(400);

  private final Rows rows;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final Thread watching;
  private final String since;
  private final Map<String, Long> attempts = new HashMap<>();
  private long resumedBytes;
  private long longestStallNanos;

  /** Begins to watch. */
  public Figures(Database database) throws SQLException {
    this.rows = new Rows(database);
    this.since = rows.of("select now()").getFirst();
    this.watching = Thread.ofVirtual().start(this::watch);
  }

  private void watch() {
    long moved = System.nanoTime();
    String before = "";
    while (!stop.get()) {
      try {
        Pause.of(LOOK_EVERY);
        List<String> open =
            rows.of(
                """
                select id || ' ' || attempt || ' ' || (select coalesce(sum(read_bytes), 0)
                    from backup_segment where backup_id = task.backup_id and task.kind = 'backup')
                  || ' ' || bytes_done
                from task where state in ('queued', 'running') order by id
                """);
        open.forEach(this::look);
        String now =
            open + rows.of("select count(*) from task where finished_at is not null").getFirst();
        if (open.isEmpty() || !now.equals(before)) {
          moved = System.nanoTime();
        }
        before = now;
        longestStallNanos = Math.max(longestStallNanos, System.nanoTime() - moved);
      } catch (SQLException e) {
        // The database is away; that is a stall too.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** What a backup has recorded when a later attempt is first seen, that one need not read. */
  private void look(String row) {
    String[] parts = row.split(" ", 4);
    long attempt = Long.parseLong(parts[1]);
    long before = Objects.requireNonNullElse(attempts.put(parts[0], attempt), attempt);
    if (attempt > before && before > 0) {
      resumedBytes += Long.parseLong(parts[2]);
    }
  }

  /** Ends watching; how many tasks there were, and what became of them. */
  public String end() throws SQLException, InterruptedException {
    stop.set(true);
    watching.join();
    String ofSequence = " from task where created_at >= '" + since + "'";
    return "%d tasks (%d failed), %d takeovers, %.1f MB of backups not read again, longest stall %.1f s"
        .formatted(
            rows.number("select count(*)" + ofSequence),
            rows.number("select count(*)" + ofSequence + " and state = 'failed'"),
            rows.number("select sum(takeovers)" + ofSequence),
            resumedBytes / 1e6,
            longestStallNanos / 1e9);
  }
}
