package io.holdfast.worker.task;

import io.holdfast.grid.worker.TaskProgress;
import io.holdfast.schema.history.ThroughputHistory;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.task.TaskClaim;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.task.TaskKind;
import io.holdfast.worker.attach.Attacher;
import io.holdfast.worker.attach.BackupSources;
import io.holdfast.worker.attach.Temporaries;
import io.holdfast.worker.repository.OpenRepositories;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;
import org.jooq.DSLContext;

/**
 * Ties this package together for one life of the worker: what runs tasks, and what watches them.
 */
public final class Tasks implements AutoCloseable {

  private static final Duration TELL_EVERY = Duration.ofMillis(500);
  private static final Duration TALLY_EVERY = Duration.ofSeconds(5);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final TaskRunner runner;
  private final Pulse telling;
  private final Pulse watching;
  private final Pulse tallying;

  private Tasks(TaskRunner runner, Pulse telling, Pulse watching, Pulse tallying) {
    this.runner = runner;
    this.telling = telling;
    this.watching = watching;
    this.tallying = tallying;
  }

  /** What tasks work with. */
  public record Tools(
      OpenRepositories repositories,
      Attacher attacher,
      BackupSources sources,
      Temporaries temporaries,
      RunContexts contexts,
      RetryPolicy retry,
      InstantSource clock) {}

  /**
   * Makes a runner that takes no tasks yet.
   *
   * @param leftoversMade told when something may have stayed behind
   */
  public static TaskRunner runner(Owner owner, int slots, Tools tools, Runnable leftoversMade) {
    RunContexts contexts = tools.contexts;
    DSLContext database = contexts.database();
    return new TaskRunner(
        owner,
        slots,
        new TaskClaim(database),
        new TaskExecution(
            new TaskCompletion(database),
            new ProgressRecord(database),
            tools.retry,
            contexts.patience(),
            tools.repositories::isOutOfReach,
            leftoversMade),
        Map.of(
            TaskKind.BACKUP,
            new BackupWork(
                database,
                tools.repositories,
                tools.sources,
                tools.temporaries,
                contexts,
                tools.clock),
            TaskKind.RESTORE,
            new RestoreWork(tools.repositories, tools.attacher, contexts),
            TaskKind.DELETE,
            new DeleteWork(tools.repositories, contexts),
            TaskKind.VERIFY,
            new VerifyWork(tools.repositories, contexts),
            TaskKind.RECLAIM,
            new ReclaimWork(tools.repositories, contexts),
            TaskKind.VERIFY_REPOSITORY,
            new VerifyRepositoryWork(tools.repositories, contexts),
            TaskKind.REINDEX,
            new ReindexWork(tools.repositories, contexts)));
  }

  /**
   * Begins to watch a runner's tasks and to tell of them.
   *
   * @param control connections of their own, which do not wait behind the tasks
   */
  public static Tasks watched(
      TaskRunner runner, Owner owner, DSLContext control, Consumer<TaskProgress> grid) {
    TaskWatch watch = new TaskWatch(owner, runner, control);
    Pulse watching = Pulse.start("task-watch", LOOK_EVERY, watch);
    runner.onCancelNudge(watching::nudge);
    ProgressTeller teller = new ProgressTeller(runner, grid);
    ThroughputHistory history = new ThroughputHistory(control);
    Pulse tallying =
        Pulse.start(
            "tally",
            TALLY_EVERY,
            () ->
                runner
                    .tally()
                    .tell((read, written) -> history.moved(owner.incarnation(), read, written)));
    return new Tasks(runner, Pulse.start("progress", TELL_EVERY, teller), watching, tallying);
  }

  public TaskRunner runner() {
    return runner;
  }

  @Override
  public void close() {
    telling.close();
    watching.close();
    tallying.close();
  }
}
