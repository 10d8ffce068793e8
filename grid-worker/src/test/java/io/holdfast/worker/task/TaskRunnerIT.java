package io.holdfast.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.call.GridCallException;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.task.TaskClaim;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.task.TaskQueries;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.worker.lease.Gate;
import io.holdfast.worker.record.DatabasePatience;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class TaskRunnerIT {

  @RegisterExtension static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

  @Test
  void a_task_that_only_a_newer_version_knows_is_refused_in_words_and_left_queued() {
    Fixtures fixtures = new Fixtures(DATABASE.context());
    Owner owner = fixtures.worker("older");
    UUID task = fixtures.submit(fixtures.volume("new")).taskId();
    DATABASE.context().execute("alter table task drop constraint task_kind_check");
    DATABASE.context().execute("update task set kind = 'compact' where id = ?", task);
    try (var patience = new DatabasePatience(new Gate())) {
      TaskRunner runner =
          new TaskRunner(
              owner,
              1,
              new TaskClaim(DATABASE.context()),
              new TaskExecution(
                  new TaskCompletion(DATABASE.context()),
                  new ProgressRecord(DATABASE.context()),
                  new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(1)),
                  patience,
                  _ -> false,
                  () -> {}),
              Map.of());
      runner.open();

      // More often than it has slots: none is lost by a refusal.
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> runner.run(task))
            .isInstanceOfSatisfying(
                GridCallException.class,
                e -> assertThat(e.kind()).isEqualTo(FailureKind.UNSUPPORTED))
            .hasMessageContaining("'older' does not know tasks of the kind 'compact'");
      }
      assertThat(runner.running()).isEmpty();
    }
    DATABASE.context().execute("update task set kind = 'backup' where id = ?", task);
    assertThat(new TaskQueries(DATABASE.context()).find(task).orElseThrow().attempt()).isZero();
  }
}
