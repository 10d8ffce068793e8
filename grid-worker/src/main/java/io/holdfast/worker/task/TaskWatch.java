package io.holdfast.worker.task;

import io.holdfast.engine.Progress.Amounts;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.task.Standing;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.schema.task.TaskQueries;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks into the database every second for what concerns the running tasks: who wants one
 * cancelled, whether they are still ours, and (more seldom) how far they are, for pages that are
 * opened later. Used by one thread.
 */
public final class TaskWatch implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(TaskWatch.class);
  private static final Duration PROGRESS_EVERY = Duration.ofSeconds(3);
  private static final Duration STRAYS_EVERY = Duration.ofSeconds(5);

  private final Owner owner;
  private final TaskRunner runner;
  private final TaskQueries tasks;
  private final ProgressRecord progress;
  private final TaskCompletion completion;
  private final Map<UUID, Amounts> written = new HashMap<>();
  private final Map<UUID, String> writtenStages = new HashMap<>();
  private Set<UUID> suspects = Set.of();
  private long progressDue = System.nanoTime();
  private long straysDue = System.nanoTime();

  TaskWatch(Owner owner, TaskRunner runner, DSLContext database) {
    this.owner = owner;
    this.runner = runner;
    this.tasks = new TaskQueries(database);
    this.progress = new ProgressRecord(database);
    this.completion = new TaskCompletion(database);
  }

  @Override
  public void run() {
    tasks.cancelRequests(owner).forEach(runner::cancelRequested);
    long now = System.nanoTime();
    if (now - progressDue >= 0) {
      progressDue = now + PROGRESS_EVERY.toNanos();
      writeProgress();
    }
    if (now - straysDue >= 0) {
      straysDue = now + STRAYS_EVERY.toNanos();
      giveBackStrays();
    }
  }

  private void writeProgress() {
    Set<UUID> present = new HashSet<>();
    for (RunningTask task : runner.running()) {
      present.add(task.id());
      Amounts amounts = task.amounts();
      String stage = task.stage();
      boolean unchanged =
          amounts.equals(written.get(task.id())) && stage.equals(writtenStages.get(task.id()));
      // One that hangs is looked after as well: it may have been taken away just for that.
      Standing standing = unchanged ? progress.standing(task) : progress.write(task);
      if (standing == Standing.FENCED && runner.isMine(task.id())) {
        task.cancellation().fence("Task %s is no longer this worker's own.".formatted(task.id()));
      }
      written.put(task.id(), amounts);
      writtenStages.put(task.id(), stage);
    }
    written.keySet().retainAll(present);
    writtenStages.keySet().retainAll(present);
  }

  /**
   * A claim may have been committed although its connection broke before it said so: then the task
   * is ours, and nobody runs it.
   */
  private void giveBackStrays() {
    Set<UUID> strays = new HashSet<>();
    for (Task task : tasks.ownedBy(owner.incarnation())) {
      if (!runner.isMine(task.id())) {
        strays.add(task.id());
      }
    }
    // Seen twice: a task that just ends is ours in the database a moment longer than here.
    for (UUID stray : strays) {
      if (suspects.contains(stray) && completion.giveBack(stray, owner)) {
        log.warn("Gave back a task that was claimed without anybody knowing task={}", stray);
      }
    }
    suspects = Set.copyOf(strays);
  }
}
