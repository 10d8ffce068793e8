package io.holdfast.cli.backup;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.api.Remote;
import io.holdfast.cli.task.TaskEnd;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** The option {@code --wait} of commands that queue a task. */
final class Waiting {

  @Option(
      names = "--wait",
      description = "Wait for the end, showing progress; the exit status tells how it went.")
  boolean wait;

  /** Answers at once with a sentence, or waits for the task and answers with how it ended. */
  int answer(Remote remote, Api api, JsonNode answer, String queued) {
    String task = answer.path("task").path("id").asString("");
    if (wait && !task.isEmpty()) {
      return TaskEnd.await(remote, api, task);
    }
    String hint = task.isEmpty() ? "" : " `./holdfast task show " + task + " --wait` watches it.";
    remote.answer(api, answer, queued + hint + "\n");
    return 0;
  }
}
