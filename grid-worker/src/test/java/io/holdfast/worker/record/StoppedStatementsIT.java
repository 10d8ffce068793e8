package io.holdfast.worker.record;

import static io.holdfast.schema.generated.Tables.CHUNK;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.holdfast.engine.BackupException;
import io.holdfast.engine.Cancellation;
import io.holdfast.engine.Progress;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.extent.InMemoryVolume;
import io.holdfast.engine.record.PackLife.PackSize;
import io.holdfast.engine.record.RestoreJournal;
import io.holdfast.engine.repository.BackupDescription;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.engine.repository.InMemoryDriver;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.repository.Repository;
import io.holdfast.engine.repository.Repository.Settings;
import io.holdfast.engine.run.BackupRun;
import io.holdfast.engine.run.DeleteRun;
import io.holdfast.engine.run.MemoryBudget;
import io.holdfast.engine.run.Processors;
import io.holdfast.engine.run.ReclaimRun;
import io.holdfast.engine.run.RestoreMode;
import io.holdfast.engine.run.RestoreRun;
import io.holdfast.engine.run.RunContext;
import io.holdfast.engine.run.Site;
import io.holdfast.schema.SchemaDatabase;
import io.holdfast.schema.backup.BackupTotals;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.repository.NewRepository;
import io.holdfast.schema.repository.Repositories;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.submission.DeleteResult;
import io.holdfast.schema.submission.NewBackup;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.task.TaskQueries;
import io.holdfast.schema.task.TaskState;
import io.holdfast.schema.task.TaskTakeover;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.worker.lease.Gate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A worker's runs are stopped at each single statement on a real database, for good or because one
 * connection broke. What is then found, in the repository and in the database, is consistent, and
 * the next worker, or the same one, goes on.
 */
final class StoppedStatementsIT {

  @RegisterExtension static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

  private static final int MORE_THAN_ENOUGH = 1000;
  private static final int AT_ONCE = 4;
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private static final Processors PROCESSORS = new Processors(2);
  private static @Nullable HikariDataSource pool;

  @BeforeAll
  static void openPool() {
    HikariConfig config = new HikariConfig();
    config.setDataSource(DATABASE.dataSource());
    config.setMaximumPoolSize(8 * AT_ONCE);
    pool = new HikariDataSource(config);
  }

  @AfterAll
  static void closePool() {
    pool().close();
    PROCESSORS.close();
  }

  private static HikariDataSource pool() {
    return Objects.requireNonNull(pool);
  }

  @Test
  void the_next_worker_goes_on_wherever_the_last_one_was_stopped() throws Exception {
    atEach(stops -> {
      Life life = new Life("stopped at statement " + stops);
      boolean done;
      try (DatabasePatience patience = new DatabasePatience(new Gate())) {
        MortalConnections mortal =
            new MortalConnections(pool(), stops, stops % 2 == 0, true, patience::close);
        done = life.live(mortal, patience);
      }
      try (DatabasePatience patience = new DatabasePatience(new Gate())) {
        life.takeOver();
        life.goOn(SchemaDatabase.context(pool()), patience);
      }
      return done;
    });
  }

  @Test
  void a_connection_that_breaks_at_any_statement_is_not_noticed() throws Exception {
    atEach(stops -> {
      Life life = new Life("broken at statement " + stops);
      try (DatabasePatience patience = new DatabasePatience(new Gate())) {
        MortalConnections mortal =
            new MortalConnections(pool(), stops, stops % 2 == 1, false, () -> {});
        life.goOn(SchemaDatabase.context(mortal.source()), patience);
        return !mortal.broken();
      }
    });
  }

  private interface Attempt {
    /** Returns whether it came to its end before so many statements. */
    boolean stoppedAt(int statements);
  }

  /** Some at a time, as they mostly wait. */
  private static void atEach(Attempt attempt) throws Exception {
    AtomicInteger next = new AtomicInteger();
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        all.add(
            threads.submit(() -> {
              while (!done.get()) {
                if (attempt.stoppedAt(next.getAndIncrement())) {
                  done.set(true);
                }
              }
            }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    assertThat(next.get()).as("statements stopped at").isBetween(50, MORE_THAN_ENOUGH);
  }

  /** What a worker has at hand for a step. */
  private record Worker(DSLContext database, DatabasePatience patience, Owner owner) {}

  /** Two backups, one deleted, its room reclaimed. */
  private static final class Life {
    private final String story;
    private final DSLContext database = SchemaDatabase.context(pool());
    private final Fixtures fixtures = new Fixtures(database);
    private final InMemoryDriver driver = new InMemoryDriver();
    private final UUID repositoryId;
    private final int number;
    private final Repository repository;
    private final UUID volumeId = fixtures.volume("volume");
    private final Map<UUID, InMemoryVolume> available = new HashMap<>();
    private final Queue<Consumer<Worker>> steps = new ArrayDeque<>();
    private Owner owner = fixtures.worker("worker-" + UUID.randomUUID());
    private @Nullable UUID task;
    private @Nullable UUID backup;

    Life(String story) {
      this.story = story;
      Repositories repositories = new Repositories(database);
      String name = "r-" + UUID.randomUUID();
      repositoryId =
          repositories
              .create(new NewRepository(name, "posix", "/nowhere", Map.of(), false, null))
              .orElseThrow();
      number = repositories.find(repositoryId).orElseThrow().number();
      Settings settings = new Settings(Site.CHUNK_BYTES, Site.PASSPHRASE, Site.CHEAP);
      repository = Repository.create(driver, settings, CLOCK);
      InMemoryVolume before = InMemoryVolume.random(60_000, new Random(1));
      InMemoryVolume after = before.changed(8, new Random(2));
      steps.add(_ -> submitBackup());
      steps.add(worker -> backUp(worker, before));
      steps.add(_ -> submitBackup());
      steps.add(worker -> backUp(worker, after));
      steps.add(_ -> submitDelete(before));
      steps.add(this::delete);
      steps.add(worker -> reclaim(worker, 0));
      steps.add(worker -> reclaim(worker, 0));
      steps.add(worker -> reclaim(worker, Long.MAX_VALUE));
    }

    /** Returns false if it was stopped. */
    boolean live(MortalConnections mortal, DatabasePatience patience) {
      try {
        steps(new Worker(SchemaDatabase.context(mortal.source()), patience, owner));
        return true;
      } catch (BackupException | DataAccessException e) {
        assertThat(mortal.broken()).as(story).isTrue();
        return false;
      }
    }

    private void steps(Worker worker) {
      while (!steps.isEmpty()) {
        steps.element().accept(worker);
        steps.remove();
      }
    }

    void takeOver() {
      new NodeLeases(database).close(owner.incarnation(), "killed");
      new TaskTakeover(database).takeOver(owner.incarnation());
      owner = fixtures.worker("worker-" + UUID.randomUUID());
      assertAvailableIsReadable();
    }

    void goOn(DSLContext connections, DatabasePatience patience) {
      try {
        steps(new Worker(connections, patience, owner));
        assertAvailableIsReadable();
        assertNothingIsLeftBehind();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(story, e);
      }
    }

    private void submitBackup() {
      var wanted =
          new NewBackup(
              Projects.DEFAULT_ID, volumeId, null, "", "", false, Map.of(), repositoryId, null);
      CreateResult.Accepted accepted = fixtures.submit(wanted);
      task = accepted.taskId();
      backup = accepted.backupId();
    }

    private void submitDelete(InMemoryVolume content) {
      backup =
          available.entrySet().stream()
              .filter(entry -> entry.getValue() == content)
              .findAny()
              .orElseThrow()
              .getKey();
      var result = new BackupSubmission(database).delete(backup, Fixtures.ALICE);
      task = ((DeleteResult.Accepted) result).taskId();
      available.remove(backup);
    }

    /** False if its end was recorded already, by whoever was stopped then. */
    private boolean claimed(UUID taskId) {
      if (state(taskId) == TaskState.QUEUED) {
        fixtures.claim(taskId, owner);
      }
      return state(taskId) == TaskState.RUNNING;
    }

    private TaskState state(UUID taskId) {
      return new TaskQueries(database).find(taskId).orElseThrow().state();
    }

    private void backUp(Worker worker, InMemoryVolume content) {
      UUID taskId = Objects.requireNonNull(task);
      UUID backupId = Objects.requireNonNull(backup);
      if (claimed(taskId)) {
        var journal =
            new DatabaseBackupJournal(
                worker.database, number, backupId, worker.owner, worker.patience);
        new BackupRun(context(worker), journal, CLOCK).run(content, description(backupId), null);
        worker.patience.call(() ->
            new TaskCompletion(worker.database)
                .backupSucceeded(taskId, worker.owner, new BackupTotals(1, 1)));
      }
      assertThat(state(taskId)).isEqualTo(TaskState.SUCCEEDED);
      available.put(backupId, content);
    }

    private void delete(Worker worker) {
      UUID taskId = Objects.requireNonNull(task);
      if (claimed(taskId)) {
        new DeleteRun(repository).run(new BackupId(Objects.requireNonNull(backup)));
        worker.patience.call(
            () -> new TaskCompletion(worker.database).deleteSucceeded(taskId, worker.owner));
      }
      assertThat(state(taskId)).isEqualTo(TaskState.SUCCEEDED);
    }

    private void reclaim(Worker worker, long rewriteBytes) {
      var life = new DatabasePackLife(worker.database, number, worker.patience);
      new ReclaimRun(context(worker), life, rewriteBytes).run();
    }

    private RunContext context(Worker worker) {
      return new RunContext(
          repository,
          new DatabaseChunkIndex(worker.database, number, worker.patience),
          PROCESSORS,
          MemoryBudget.ofMebibytes(16),
          Progress.NONE,
          new Cancellation());
    }

    private static BackupDescription description(UUID backupId) {
      return new BackupDescription(
          new BackupId(backupId),
          "nightly",
          null,
          "project",
          null,
          "volume",
          "volume",
          null,
          null,
          CLOCK.instant(),
          CLOCK.instant(),
          Map.of());
    }

    private void assertAvailableIsReadable() {
      try (DatabasePatience patience = new DatabasePatience(new Gate())) {
        RunContext context = context(new Worker(database, patience, owner));
        available.forEach((id, content) -> {
          Manifest manifest = repository.manifests().get(new BackupId(id));
          InMemoryVolume target = InMemoryVolume.ofSize(content.bytes().length);
          new RestoreRun(context, RestoreJournal.NONE)
              .run(manifest, target, RestoreMode.INTO_ZEROS);
          assertThat(target.bytes()).as(story).isEqualTo(content.bytes());
        });
      }
    }

    /** Deletes what there is; what is in the repository or the index then was forgotten. */
    private void assertNothingIsLeftBehind() {
      try (DatabasePatience patience = new DatabasePatience(new Gate())) {
        Worker worker = new Worker(database, patience, owner);
        for (InMemoryVolume content : List.copyOf(available.values())) {
          submitDelete(content);
          delete(worker);
        }
        for (int i = 0; i < 3; i++) {
          reclaim(worker, 0);
        }
        var life = new DatabasePackLife(database, number, patience);
        List<PackSize> packs = new ArrayList<>(life.deleting());
        life.usablePacks(packs::add);
        assertThat(packs).isEmpty();
        List<ChunkId> recorded = new ArrayList<>();
        life.recordedSegments(recorded::add);
        assertThat(recorded).isEmpty();
      }
      assertThat(driver.objects()).containsOnlyKeys("repository.json", "repository.json.copy");
      assertThat(database.fetchCount(CHUNK, CHUNK.REPOSITORY_NUMBER.eq(number))).isZero();
    }
  }
}
