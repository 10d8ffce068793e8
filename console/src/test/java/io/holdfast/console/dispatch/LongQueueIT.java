package io.holdfast.console.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.holdfast.schema.SchemaDatabase;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A long queue and eight workers whose tasks take some time but no work. The daily tests take a
 * short one and look only whether each task was run once; how quickly is measured by
 *
 * <pre>./holdfast test -pl console -am -Dtest=LongQueueIT -Dholdfast.dispatch.tasks=10000</pre>
 */
final class LongQueueIT {

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private static final int SHORT = 200;
  private static final int TASKS = Integer.getInteger("holdfast.dispatch.tasks", SHORT);
  private static final int WORKERS = 8;
  private static final int SLOTS = 2;
  private static final int PROJECTS = 5;
  private static final int SHORTEST_MILLIS = TASKS > SHORT ? 150 : 50;
  private static final int LONGEST_MILLIS = TASKS > SHORT ? 1050 : 350;

  /** Idle slots count from here on: the JVM has loaded its classes. */
  private static final int WARM = 4 * WORKERS * SLOTS;

  private final Random random = new Random(4);
  private final HikariDataSource connections = pool();
  private final DSLContext pooled = SchemaDatabase.context(connections);
  private final Fixtures fixtures = new Fixtures(pooled);
  private final FakeGrid grid = new FakeGrid(pooled);
  private final Dispatcher dispatcher = new Dispatcher(grid, pooled);
  private final TaskCompletion completion = new TaskCompletion(pooled);
  private final ScheduledExecutorService ends = Executors.newScheduledThreadPool(4);
  private final Map<UUID, Integer> millis = new ConcurrentHashMap<>();

  /** For each worker since when its free slots have been free, by {@link System#nanoTime}. */
  private final Map<UUID, Deque<Long>> free = new ConcurrentHashMap<>();

  private long longestIdleNanos;

  @AfterEach
  void stop() {
    dispatcher.close();
    ends.shutdownNow();
    connections.close();
  }

  private static HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database.dataSource());
    config.setMaximumPoolSize(10);
    return new HikariDataSource(config);
  }

  @Test
  void a_long_queue_is_worked_off_once_and_leaves_no_worker_idle() {
    crowd();
    List<Owner> workers =
        IntStream.range(0, WORKERS).mapToObj(i -> fixtures.worker("w" + i)).toList();
    grid.onAccepted(this::begin);
    long start = System.nanoTime();
    for (Owner worker : workers) {
      free.put(worker.incarnation(), new ArrayDeque<>());
      IntStream.range(0, SLOTS).forEach(_ -> free(worker));
      grid.slots(worker.host(), SLOTS);
      grid.join(worker);
    }

    dispatcher.start();
    await().atMost(Duration.ofMinutes(30)).until(() -> unfinished() == 0);

    double seconds = (System.nanoTime() - start) / 1e9;
    double ideal =
        millis.values().stream().mapToInt(Integer::intValue).sum() / 1000.0 / WORKERS / SLOTS;
    System.out.printf(
        "%d tasks, %d workers: %.1f s, ideal %.1f s (%.2f); a slot was idle for %.0f ms at most; %d"
            + " offers came when there was none%n",
        TASKS, WORKERS, seconds, ideal, seconds / ideal, longestIdleNanos / 1e6, grid.busy.get());
    assertThat(grid.accepted).hasSize(TASKS).doesNotHaveDuplicates();
    if (TASKS > SHORT) {
      assertThat(seconds / ideal).isLessThan(1.15);
      assertThat(longestIdleNanos / 1e9).isLessThan(1.0);
    }
  }

  private synchronized void begin(Owner worker, UUID task) {
    long since = free.getOrDefault(worker.incarnation(), new ArrayDeque<>()).removeFirst();
    if (millis.size() > WARM) {
      longestIdleNanos = Math.max(longestIdleNanos, System.nanoTime() - since);
    }
    int takes = SHORTEST_MILLIS + random.nextInt(LONGEST_MILLIS - SHORTEST_MILLIS);
    millis.put(task, takes);
    var _ = ends.schedule(() -> end(worker, task), takes, TimeUnit.MILLISECONDS);
  }

  private void end(Owner worker, UUID task) {
    completion.failed(task, worker, "That was all.");
    free(worker);
    grid.freed(worker.host());
    // As the change of the task's row does.
    dispatcher.nudge();
  }

  private synchronized void free(Owner worker) {
    free.getOrDefault(worker.incarnation(), new ArrayDeque<>()).addLast(System.nanoTime());
  }

  private int unfinished() {
    return database
        .context()
        .fetchSingle("select count(*) from task where finished_at is null")
        .get(0, int.class);
  }

  /** Queued backups of several projects with several priorities. */
  private void crowd() {
    CreateResult.Accepted one = fixtures.submit(fixtures.volume("crowded"));
    String projects =
        IntStream.range(0, PROJECTS)
            .mapToObj(i ->
                new Projects(database.context()).create("crowd-" + i, "").orElseThrow().toString())
            .collect(Collectors.joining(","));
    database
        .context()
        .execute(
            """
            with home as (
              select number, (cast('{%s}' as uuid[]))[1 + mod(number, %d)] as id from generate_series(1, %d) as number),
            crowd as (
              insert into backup (project_id, volume_id, volume_name, repository_id, incremental, status, size_bytes, data_timestamp)
              select home.id, volume_id, volume_name, repository_id, false, 'creating', size_bytes, data_timestamp
              from backup cross join home where backup.id = '%s' returning id, project_id, volume_id, repository_id)
            insert into task (kind, project_id, backup_id, volume_id, repository_id, backend, priority, max_attempts, created_by)
            select 'backup', project_id, id, volume_id, repository_id, 'pool', 4 + mod(row_number() over (), 3), 5, 'crowd' from crowd
            """
                .formatted(projects, PROJECTS, TASKS - 1, one.backupId()));
  }
}
