package io.holdfast.worker.task;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.schema.task.RetryResult;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskCompletion;
import io.holdfast.worker.attach.StillAttachedException;
import io.holdfast.worker.record.DatabasePatience;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one task to its end and tells the database which end that was. This is the one place where
 * the kind of a failure decides: passing ones go back into the queue, others fail the task, a
 * request to cancel cancels it, and for a task that is no longer ours nothing is written at all.
 */
final class TaskExecution {

  private static final Logger log = LoggerFactory.getLogger(TaskExecution.class);
  private static final int LONGEST_REASON = 2000;

  private final TaskCompletion completion;
  private final ProgressRecord progress;
  private final RetryPolicy retry;
  private final DatabasePatience patience;
  private final Predicate<UUID> outOfReach;
  private final Runnable leftoversMade;

  /**
   * @param outOfReach whether a repository is out of this worker's reach alone
   * @param leftoversMade told when something may have stayed behind that is worth looking for
   */
  TaskExecution(
      TaskCompletion completion,
      ProgressRecord progress,
      RetryPolicy retry,
      DatabasePatience patience,
      Predicate<UUID> outOfReach,
      Runnable leftoversMade) {
    this.completion = completion;
    this.progress = progress;
    this.retry = retry;
    this.patience = patience;
    this.outOfReach = outOfReach;
    this.leftoversMade = leftoversMade;
  }

  /** Never throws: every failure is an end of the task. */
  void execute(RunningTask running, TaskWork work) {
    Task task = running.task();
    log.info("Task begins kind={} attempt={}", task.kind().value(), task.attempt());
    try {
      end(running, work, attempt(running, work));
    } catch (BackupException e) {
      // Fenced, or this worker ends while the database is away: the row is its next owner's.
      log.warn("Task is left as it is reason={}", e.getMessage());
    } catch (RuntimeException e) {
      log.error("Task could not be ended; it is taken over later", e);
    }
  }

  /** What came of the work. */
  private sealed interface Result {
    record Done(TaskWork.Completion completion) implements Result {}

    record Failed(BackupException failure) implements Result {}
  }

  private static Result attempt(RunningTask running, TaskWork work) {
    try {
      return work(running, work);
    } finally {
      running.stage("detaching");
      running.release();
    }
  }

  private static Result work(RunningTask running, TaskWork work) {
    try (InterruptibleWork _ = new InterruptibleWork(running.cancellation())) {
      return new Result.Done(work.run(running));
    } catch (BackupException e) {
      // A run that was stopped fails with whatever its threads met first; the request is the cause.
      return new Result.Failed(running.cancellation().reason().orElse(e));
    } catch (RuntimeException e) {
      if (running.cancellation().isRequested()) {
        return new Result.Failed(running.cancellation().reason().orElseThrow());
      }
      if (DatabasePatience.isPassing(e)) {
        return new Result.Failed(
            new BackupException(
                FailureKind.RETRYABLE, "The database could not be reached: " + e.getMessage(), e));
      }
      log.error("Task failed in an unforeseen way", e);
      return new Result.Failed(
          new BackupException(
              FailureKind.PERMANENT,
              "An unforeseen error ended the task: %s. The log of worker '%s' says more."
                  .formatted(e, running.owner().host()),
              e));
    }
  }

  private void end(RunningTask running, TaskWork work, Result result) {
    running.stage("finishing");
    patience.call(() -> progress.write(running));
    switch (result) {
      case Result.Done(TaskWork.Completion done) -> {
        over(running, work, "succeeded", "", done::record);
        running.stage("ended");
        log.info("Task took {}", running.stages());
      }
      case Result.Failed(BackupException failure) -> failed(running, work, failure);
    }
  }

  private void failed(RunningTask running, TaskWork work, BackupException failure) {
    String reason = reason(failure);
    Task task = running.task();
    switch (failure.kind()) {
      case FENCED -> {
        log.warn("Task is no longer this worker's own reason={}", reason);
        leftoversMade.run();
      }
      case CANCELLED -> {
        if (running.isGivenBack()) {
          ended("given back", reason, () -> completion.giveBack(task.id(), running.owner()));
        } else {
          over(
              running,
              work,
              "cancelled",
              reason,
              () -> completion.cancelled(task.id(), running.owner()));
        }
      }
      case RETRYABLE -> tryAgain(running, failure instanceof StillAttachedException, reason);
      case PERMANENT, CORRUPT -> fail(running, work, reason);
      case MISCONFIGURED -> {
        if (outOfReach.test(task.repositoryId())) {
          String elsewhere =
              "Worker '%s' could not do it, another one will: %s"
                  .formatted(running.owner().host(), reason);
          ended(
              "given back",
              reason,
              () -> completion.giveBack(task.id(), running.owner(), elsewhere));
        } else {
          fail(running, work, reason);
        }
      }
    }
  }

  private void fail(RunningTask running, TaskWork work, String reason) {
    over(
        running,
        work,
        "failed",
        reason,
        () -> completion.failed(running.task().id(), running.owner(), reason));
  }

  /**
   * Only once the end is recorded: whoever takes the task over before goes on with what is there.
   */
  private void over(
      RunningTask running, TaskWork work, String how, String reason, Supplier<Boolean> record) {
    if (ended(how, reason, record)) {
      work.clearAway(running);
    }
  }

  private void tryAgain(RunningTask running, boolean onlyWaits, String reason) {
    Task task = running.task();
    var delay = retry.after(task.failures());
    RetryResult result =
        patience.call(() ->
            onlyWaits
                ? completion.waitLater(task.id(), running.owner(), delay, reason)
                : completion.retryLater(task.id(), running.owner(), delay, reason));
    switch (result) {
      case RetryResult.Requeued(var notBefore) ->
          log.warn("Task is tried again later notBefore={} reason={}", notBefore, reason);
      case RetryResult.GivenUp() -> {
        log.warn("Task failed: that was its last attempt reason={}", reason);
        leftoversMade.run();
      }
      case RetryResult.Cancelled() -> {
        log.info("Task cancelled");
        leftoversMade.run();
      }
      case RetryResult.Fenced() -> log.warn("Task is no longer this worker's own");
    }
  }

  private boolean ended(String how, String reason, Supplier<Boolean> record) {
    boolean recorded = patience.call(record);
    if (recorded) {
      log.info("Task {}{}", how, reason.isEmpty() ? "" : " reason=" + reason);
    } else {
      log.warn("Task {}, but it is no longer this worker's own; nothing was recorded", how);
    }
    return recorded;
  }

  private static String reason(BackupException failure) {
    String message = failure.getMessage();
    return message.length() <= LONGEST_REASON
        ? message
        : message.substring(0, LONGEST_REASON) + " …";
  }
}
