package io.holdfast.cli.task;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.api.Remote;
import io.holdfast.cli.api.Task;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.output.Durations;
import io.holdfast.cli.output.Sizes;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** What a command says and ends with when the task that it waited for has ended. */
public final class TaskEnd {

  private TaskEnd() {}

  /** Waits, says how it ended, and gives the exit status for that. */
  public static int await(Remote remote, Api api, String taskId) {
    JsonNode answer = new TaskWait(api, ProgressDisplay.on(remote.err())).untilFinished(taskId);
    Task task = api.as(answer, Task.class);
    remote.answer(api, answer, sentence(task) + "\n");
    return TaskWait.exitCode(task).status();
  }

  static String sentence(Task task) {
    ExitCode end = TaskWait.exitCode(task);
    String message = task.message() == null ? "" : task.message();
    if (end != ExitCode.OK) {
      String how =
          switch (end) {
            case CANCELLED -> "was cancelled";
            case DAMAGED -> task.state().equals("succeeded") ? "found damage" : "met damage";
            default -> "was not done";
          };
      return "The %s %s%s".formatted(task.kind(), how, message.isEmpty() ? "." : ": " + message);
    }
    StringBuilder text = new StringBuilder("The " + task.kind() + " is done");
    if (task.bytesDone() != null && task.bytesDone() > 0) {
      text.append(": ").append(Sizes.text(task.bytesDone()));
      if (task.bytesStored() != null && "backup".equals(task.kind())) {
        text.append(", ").append(Sizes.text(task.bytesStored())).append(" stored");
      }
    }
    if (task.startedAt() != null && task.finishedAt() != null) {
      text.append(", in ")
          .append(Durations.text(Duration.between(task.startedAt(), task.finishedAt())));
    }
    return text.append('.').append(message.isEmpty() ? "" : " ").append(message).toString();
  }
}
