package io.holdfast.worker.task;

import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.call.GridCallException;
import io.holdfast.grid.worker.RunReply;
import io.holdfast.grid.worker.WorkerControl;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.task.ClaimResult;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskClaim;
import io.holdfast.schema.task.TaskKind;
import io.holdfast.worker.record.DatabasePatience;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Takes tasks that it is offered, as long as it has slots, and runs each on a virtual thread. What
 * it says to an offer is only a courtesy: the claim in the database decides.
 */
public final class TaskRunner implements WorkerControl {

  private static final Logger log = LoggerFactory.getLogger(TaskRunner.class);

  /**
   * A node is offered tasks as soon as it is in the grid, while it still clears away what earlier
   * ones left.
   */
  private static final Duration BEGINS_WITHIN = Duration.ofSeconds(5);

  /** A slot is free a moment after the end of its task is recorded, which is what is seen. */
  private static final Duration FREES_WITHIN = Duration.ofMillis(500);

  private final Owner owner;
  private final int slots;
  private final TaskClaim claims;
  private final TaskExecution execution;
  private final Map<TaskKind, TaskWork> works;
  private final Semaphore free;
  private final Tally tally = new Tally();
  private final Map<UUID, RunningTask> running = new ConcurrentHashMap<>();
  private final Set<UUID> claiming = ConcurrentHashMap.newKeySet();
  private final CountDownLatch begun = new CountDownLatch(1);
  private volatile boolean draining;
  private volatile Runnable lookForCancellations = () -> {};

  /**
   * @param slots tasks that may run at once
   */
  TaskRunner(
      Owner owner,
      int slots,
      TaskClaim claims,
      TaskExecution execution,
      Map<TaskKind, TaskWork> works) {
    this.owner = owner;
    this.slots = slots;
    this.claims = claims;
    this.execution = execution;
    this.works = Map.copyOf(works);
    this.free = new Semaphore(slots);
  }

  /** From now on it takes tasks; who offered one before waits a moment for this. */
  public void open() {
    begun.countDown();
  }

  /** Says whom to nudge when a cancellation may have been requested. */
  void onCancelNudge(Runnable look) {
    lookForCancellations = look;
  }

  /** What its tasks have moved. */
  Tally tally() {
    return tally;
  }

  /** From now on it takes none. */
  public void drain() {
    draining = true;
    begun.countDown();
  }

  @Override
  public RunReply run(UUID taskId) {
    if (!within(BEGINS_WITHIN, begun::await)) {
      return RunReply.BUSY;
    }
    if (draining) {
      return RunReply.DRAINING;
    }
    if (!within(FREES_WITHIN, free::tryAcquire)) {
      return RunReply.BUSY;
    }
    claiming.add(taskId);
    boolean started = false;
    try {
      switch (claims.claim(taskId, owner)) {
        case ClaimResult.Claimed(Task task) -> {
          start(task);
          started = true;
          return RunReply.ACCEPTED;
        }
        case ClaimResult.Lost() -> {
          return RunReply.LOST;
        }
        case ClaimResult.NotEntitled() -> {
          return RunReply.DRAINING;
        }
        case ClaimResult.UnknownKind(String kind) ->
            throw new GridCallException(
                FailureKind.UNSUPPORTED,
                "The worker '%s' does not know tasks of the kind '%s', which a newer version has queued; update it, or start a worker of that version."
                    .formatted(owner.host(), kind));
      }
    } catch (DataAccessException e) {
      if (!DatabasePatience.isPassing(e)) {
        throw e;
      }
      // If the claim was committed all the same, the watch finds it and gives it back.
      log.warn("A task could not be claimed task={} reason={}", taskId, e.getMessage());
      return RunReply.BUSY;
    } finally {
      claiming.remove(taskId);
      if (!started) {
        free.release();
      }
    }
  }

  /** Waits for something. */
  @FunctionalInterface
  private interface Await {
    boolean await(long time, TimeUnit unit) throws InterruptedException;
  }

  private static boolean within(Duration time, Await what) {
    try {
      return what.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void start(Task task) {
    RunningTask mine = new RunningTask(task, owner, tally);
    running.put(task.id(), mine);
    Thread.ofVirtual()
        .name("task-" + task.id())
        .start(() -> {
          MDC.put("task", task.id().toString());
          MDC.put("volume", String.valueOf(task.volumeId()));
          try {
            execution.execute(mine, work(task.kind()));
          } finally {
            running.remove(task.id());
            free.release();
          }
        });
  }

  private TaskWork work(TaskKind kind) {
    return Optional.ofNullable(works.get(kind))
        .orElseThrow(() -> new IllegalStateException("no work for tasks of kind " + kind));
  }

  /** A nudge: whether the database says so is seen by who looks for it every second anyway. */
  @Override
  public boolean cancel(UUID taskId) {
    if (!running.containsKey(taskId)) {
      return false;
    }
    lookForCancellations.run();
    return true;
  }

  /** The database says that somebody wants a task cancelled. */
  void cancelRequested(UUID taskId) {
    RunningTask task = running.get(taskId);
    if (task != null && !task.cancellation().isRequested()) {
      log.info("Cancelling, since somebody wants it task={}", taskId);
      task.cancellation().cancel("Somebody wanted this task cancelled.");
    }
  }

  /** The tasks that run now. */
  public List<RunningTask> running() {
    return List.copyOf(running.values());
  }

  /** Whether the task is this runner's, or may be in a moment. */
  public boolean isMine(UUID taskId) {
    return claiming.contains(taskId) || running.containsKey(taskId);
  }

  /** Ends all tasks without a word to the database: another may own them already. */
  public void fence(String reason) {
    drain();
    running().forEach(task -> task.cancellation().fence(reason));
  }

  /** Gives all tasks back to the queue that do not end by themselves in a moment. */
  public void giveBack(Duration endingThemselves) {
    drain();
    awaitIdle(endingThemselves);
    running()
        .forEach(
            task -> task.giveBack("The worker '%s' is being stopped.".formatted(owner.host())));
  }

  /** Waits until no task runs; false when some still do. */
  public boolean awaitIdle(Duration patience) {
    try {
      if (free.tryAcquire(slots, patience.toNanos(), TimeUnit.NANOSECONDS)) {
        free.release(slots);
        return true;
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
