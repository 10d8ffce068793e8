package io.holdfast.schema.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.audit.AuditFilter;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.repository.Repositories;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.submission.NewBackup;
import io.holdfast.schema.submission.RestoreResult;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.schema.testing.Race;
import io.holdfast.schema.volume.Backends;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TaskQueueIT {

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private final Fixtures fixtures = new Fixtures(database.context());
  private final TaskQueue queue = new TaskQueue(database.context());
  private final Owner worker = fixtures.worker("queue-" + UUID.randomUUID());

  @AfterEach
  void empty_the_queue() {
    List<UUID> left =
        database
            .context()
            .fetch("select id from task where finished_at is null")
            .map(row -> row.get(0, UUID.class));
    new Cancelling(database.context()).abandon(left, "The test is over.");
  }

  @Test
  void the_urgent_go_first_and_then_the_old() {
    UUID source = fixtures.available(fixtures.volume("source"), worker);
    UUID first = submit(Projects.DEFAULT_ID, null);
    UUID second = submit(Projects.DEFAULT_ID, null);
    UUID urgent = submit(Projects.DEFAULT_ID, 1);
    UUID idle = submit(Projects.DEFAULT_ID, 9);
    UUID restore =
        ((RestoreResult.Accepted)
                new BackupSubmission(database.context())
                    .restore(source, fixtures.volume("target"), Fixtures.ALICE))
            .taskId();
    assertThat(due(10)).containsExactly(urgent, restore, first, second, idle);
    assertThat(due(2)).containsExactly(urgent, restore);
  }

  @Test
  void a_changed_priority_changes_the_order_of_what_waits() {
    UUID first = submit(Projects.DEFAULT_ID, null);
    UUID second = submit(Projects.DEFAULT_ID, null);
    UUID third = submit(Projects.DEFAULT_ID, null);
    Prioritizing prioritizing = new Prioritizing(database.context());
    assertThat(prioritizing.change(third, 5, Prioritizing.FIRST, Fixtures.ALICE))
        .isEqualTo(new PriorityResult.Changed());
    assertThat(prioritizing.change(first, 5, Prioritizing.LAST, Fixtures.ALICE))
        .isEqualTo(new PriorityResult.Changed());
    assertThat(due(10)).containsExactly(third, second, first);

    assertThat(prioritizing.change(second, 4, 1, Fixtures.ALICE))
        .isEqualTo(new PriorityResult.ChangedMeanwhile());
    fixtures.claim(second, worker);
    assertThat(prioritizing.change(second, 5, 1, Fixtures.ALICE))
        .isEqualTo(new PriorityResult.NotQueued(TaskState.RUNNING));
    assertThat(prioritizing.change(UUID.randomUUID(), 5, 1, Fixtures.ALICE))
        .isEqualTo(new PriorityResult.TaskMissing());
    assertThat(due(10)).containsExactly(third, first);
    assertThat(
            new AuditLog(database.context())
                .list(AuditFilter.ofSubject("task", third.toString()), Slice.first(2)))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.action()).isEqualTo("task.prioritize");
          assertThat(entry.detail()).containsEntry("from", "5").containsEntry("to", "1");
        });
  }

  @Test
  void of_several_changes_of_a_priority_at_once_one_holds() {
    try (Race race = new Race(database, 4)) {
      for (int round = 0; round < 10; round++) {
        UUID task = submit(Projects.DEFAULT_ID, null);
        List<PriorityResult> results =
            race.each(
                i -> context -> new Prioritizing(context).change(task, 5, i + 1, Fixtures.ALICE));
        int holds = new TaskQueries(database.context()).find(task).orElseThrow().priority() - 1;
        for (int i = 0; i < results.size(); i++) {
          assertThat(results.get(i))
              .isEqualTo(
                  i == holds
                      ? new PriorityResult.Changed()
                      : new PriorityResult.ChangedMeanwhile());
        }
      }
    }
  }

  @Test
  void projects_take_turns_and_what_they_have_running_counts() {
    UUID greedy = project("greedy");
    UUID modest = project("modest");
    List<UUID> many =
        List.of(
            submit(greedy, null), submit(greedy, null), submit(greedy, null), submit(greedy, null));
    List<UUID> few = List.of(submit(modest, null), submit(modest, null));
    assertThat(due(10))
        .containsExactly(
            many.get(0), few.get(0), many.get(1), few.get(1), many.get(2), many.get(3));
    fixtures.claim(many.get(0), worker);
    fixtures.claim(many.get(1), worker);
    assertThat(due(10)).containsExactly(few.get(0), few.get(1), many.get(2), many.get(3));
  }

  @Test
  void what_is_full_holds_up_no_others() {
    new Backends(database.context()).report("other", "storage", "nova", Map.of(), null, null);
    UUID blocked = submit(Projects.DEFAULT_ID, null);
    UUID elsewhere = fixtures.volume("elsewhere");
    database.context().execute("update volume set backend = 'other' where id = ?", elsewhere);
    UUID free = fixtures.submit(elsewhere).taskId();
    assertThat(ids(queue.due(Set.of(Fixtures.BACKEND), Set.of(), 1))).containsExactly(free);
    UUID repository = new Repositories(database.context()).byDefault().orElseThrow().id();
    assertThat(queue.due(Set.of(), Set.of(repository), 10)).isEmpty();
    assertThat(due(10)).containsExactly(blocked, free);
  }

  @Test
  void what_is_not_due_waits_and_says_when() {
    CreateResult.Accepted later = fixtures.running(fixtures.volume("later"), worker);
    new TaskCompletion(database.context())
        .retryLater(later.taskId(), worker, Duration.ofMinutes(3), "away");
    UUID now = submit(Projects.DEFAULT_ID, null);
    assertThat(due(10)).containsExactly(now);
    assertThat(queue.nextDue())
        .contains(
            new TaskQueries(database.context()).find(later.taskId()).orElseThrow().notBefore());
  }

  @Test
  void running_tasks_are_counted_by_what_limits_them() {
    assertThat(queue.running().byIncarnation()).isEmpty();
    fixtures.running(fixtures.volume("a"), worker);
    fixtures.running(fixtures.volume("b"), worker);
    assertThat(queue.running().byBackend()).containsExactly(Map.entry(Fixtures.BACKEND, 2));
    assertThat(queue.running().byRepository().values()).containsExactly(2);
    assertThat(queue.running().byIncarnation()).containsExactly(Map.entry(worker.incarnation(), 2));
  }

  @Test
  void what_only_a_newer_version_knows_stays_queued_and_holds_up_no_others() {
    UUID newer = submit(Projects.DEFAULT_ID, 1);
    UUID known = submit(Projects.DEFAULT_ID, null);
    database.context().execute("alter table task drop constraint task_kind_check");
    database.context().execute("update task set kind = 'compact' where id = ?", newer);

    assertThat(due(10)).containsExactly(known);
    assertThat(new TaskClaim(database.context()).claim(newer, worker))
        .isEqualTo(new ClaimResult.UnknownKind("compact"));
    assertThat(
            new TaskQueries(database.context())
                .list(TaskFilter.all(), Order.descending(TaskSort.CREATED), Slice.first(1)))
        .as("lists go on without it")
        .extracting(Task::id)
        .containsExactly(known);
    assertThat(
            database
                .context()
                .fetchSingle("select state, host, attempt from task where id = ?", newer)
                .intoArray())
        .containsExactly("queued", null, 0);

    database.context().execute("update task set kind = 'backup' where id = ?", newer);
  }

  @Test
  void a_long_queue_costs_no_more_than_a_short_one() {
    UUID project = project("crowd");
    CreateResult.Accepted one =
        fixtures.submit(NewBackup.ofVolume(project, fixtures.volume("crowded")));
    database
        .context()
        .execute(
            """
            with crowd as (
              insert into backup (project_id, volume_id, volume_name, repository_id, incremental, status, size_bytes, data_timestamp)
              select project_id, volume_id, volume_name, repository_id, false, 'creating', size_bytes, data_timestamp
              from backup cross join generate_series(1, 10000) where id = ? returning id, project_id, volume_id, repository_id)
            insert into task (kind, project_id, backup_id, volume_id, repository_id, backend, priority, max_attempts, created_by, not_before)
            select 'backup', project_id, id, volume_id, repository_id, 'pool', 5, 5, 'crowd',
              now() + case when row_number() over () % 2 = 0 then interval '0' else interval '1 hour' end from crowd
            """,
            one.backupId());
    database.context().execute("analyze task");
    assertThat(due(20)).hasSize(20);
    assertThat(queue.nextDue()).isPresent();
    // Index reads of the crowd are counted by PostgreSQL itself: nothing may look at all of it.
    String plan = database.context().explain(queue.statement(Set.of(), Set.of(), 20)).plan();
    assertThat(plan).contains("task_queue").doesNotContain("Seq Scan on task");
    database.context().execute("delete from task where created_by = 'crowd'");
    database
        .context()
        .execute("delete from backup where volume_name = 'crowded' and id <> ?", one.backupId());
  }

  private UUID submit(UUID project, @Nullable Integer priority) {
    return fixtures
        .submit(
            new NewBackup(
                project, fixtures.volume("queued"), null, "", "", false, Map.of(), null, priority))
        .taskId();
  }

  private UUID project(String name) {
    return new Projects(database.context())
        .create(name + "-" + UUID.randomUUID(), "")
        .orElseThrow();
  }

  private List<UUID> due(int limit) {
    return ids(queue.due(Set.of(), Set.of(), limit));
  }

  private static List<UUID> ids(List<QueuedTask> tasks) {
    return tasks.stream().map(QueuedTask::id).toList();
  }
}
