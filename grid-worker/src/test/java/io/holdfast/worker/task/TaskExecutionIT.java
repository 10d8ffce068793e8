package io.holdfast.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.schema.backup.BackupTotals;
import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.task.TaskQueries;
import io.holdfast.schema.task.TaskState;
import io.holdfast.schema.task.TaskTakeover;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.worker.lease.Gate;
import io.holdfast.worker.record.DatabasePatience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TaskExecutionIT {

  @RegisterExtension static final EmbeddedDatabase DATABASE = new EmbeddedDatabase();

  private final Fixtures fixtures = new Fixtures(DATABASE.context());
  private final TaskCompletion completion = new TaskCompletion(DATABASE.context());
  private final Owner owner = fixtures.worker("worker-" + UUID.randomUUID());

  /** States of the task when what it would go on with was cleared away. */
  private final List<TaskState> clearedAway = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(names = {"SUCCEEDED", "FAILED", "CANCELLED"})
  void what_a_next_owner_would_go_on_with_stays_until_the_end_is_recorded(TaskState end) {
    execute(new Ending(end, () -> {}));
    assertThat(clearedAway).containsExactly(end);
  }

  @ParameterizedTest
  @EnumSource(names = {"SUCCEEDED", "FAILED", "CANCELLED"})
  void what_the_next_owner_goes_on_with_stays(TaskState end) {
    execute(
        new Ending(
            end,
            () -> {
              new NodeLeases(DATABASE.context()).close(owner.incarnation(), "It was silent.");
              new TaskTakeover(DATABASE.context()).takeOver(owner.incarnation());
            }));
    assertThat(clearedAway).isEmpty();
  }

  @Test
  void what_a_retry_goes_on_with_stays() {
    execute(new Ending(TaskState.QUEUED, () -> {}));
    assertThat(clearedAway).isEmpty();
  }

  private void execute(TaskWork work) {
    UUID id = fixtures.running(fixtures.volume("ending"), owner).taskId();
    try (var patience = new DatabasePatience(new Gate())) {
      new TaskExecution(
              completion,
              new ProgressRecord(DATABASE.context()),
              new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(1)),
              patience,
              _ -> false,
              () -> {})
          .execute(new RunningTask(task(id), owner, new Tally()), work);
    }
  }

  private static Task task(UUID id) {
    return new TaskQueries(DATABASE.context()).find(id).orElseThrow();
  }

  /** Comes to an end of the kind that is wanted. */
  private final class Ending implements TaskWork {

    private final TaskState end;
    private final Runnable before;

    Ending(TaskState end, Runnable before) {
      this.end = end;
      this.before = before;
    }

    @Override
    public Completion run(RunningTask task) {
      before.run();
      return switch (end) {
        case SUCCEEDED ->
            () -> completion.backupSucceeded(task.id(), task.owner(), new BackupTotals(1, 1));
        case FAILED -> throw new BackupException(FailureKind.PERMANENT, "It is broken.");
        case CANCELLED -> throw new BackupException(FailureKind.CANCELLED, "It was cancelled.");
        case QUEUED, RUNNING -> throw new BackupException(FailureKind.RETRYABLE, "It is away.");
      };
    }

    @Override
    public void clearAway(RunningTask task) {
      clearedAway.add(task(task.id()).state());
    }
  }
}
