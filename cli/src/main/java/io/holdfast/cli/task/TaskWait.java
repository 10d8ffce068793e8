package io.holdfast.cli.task;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.api.Task;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import io.holdfast.cli.output.Pause;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** Waits until a task has ended and shows how it goes. Ending the wait does not end the task. */
public final class TaskWait {

  private static final Duration ASK_EVERY = Duration.ofMillis(500);
  private static final Duration CONSOLE_MAY_BE_AWAY = Duration.ofMinutes(2);

  private final Api api;
  private final ProgressDisplay display;

  public TaskWait(Api api, ProgressDisplay display) {
    this.api = api;
    this.display = display;
  }

  /** The task as it is when it has ended. Who interrupts with Ctrl-C is told that it goes on. */
  public JsonNode untilFinished(String taskId) {
    Thread farewell =
        new Thread(() ->
            display.remark(
                "Task %s goes on. `./holdfast task show %s --wait` watches it again, `./holdfast task cancel %s` ends it."
                    .formatted(taskId, taskId, taskId)));
    Runtime.getRuntime().addShutdownHook(farewell);
    try {
      return watch(taskId);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.CANCELLED, "Interrupted while waiting for task " + taskId, e);
    } finally {
      display.end();
      remove(farewell);
    }
  }

  private JsonNode watch(String taskId) throws InterruptedException {
    long reachedAt = System.nanoTime();
    while (true) {
      try {
        JsonNode answer = api.get("/tasks/" + taskId);
        reachedAt = System.nanoTime();
        Task task = api.as(answer, Task.class);
        display.show(task);
        if (task.isFinished()) {
          return answer;
        }
      } catch (Failure failure) {
        // The console may be restarted while a task runs; the task does not notice, nor do we.
        if (failure.exitCode() != ExitCode.UNREACHABLE
            || System.nanoTime() - reachedAt > CONSOLE_MAY_BE_AWAY.toNanos()) {
          throw failure;
        }
      }
      Pause.of(ASK_EVERY);
    }
  }

  /** The exit status that a finished task stands for. */
  public static ExitCode exitCode(Task task) {
    if (task.state().equals("cancelled")) {
      return ExitCode.CANCELLED;
    }
    if (Boolean.TRUE.equals(task.damaged())) {
      return ExitCode.DAMAGED;
    }
    return task.state().equals("succeeded") ? ExitCode.OK : ExitCode.FAILED;
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The program is ending already, and the hook is what runs.
    }
  }
}
