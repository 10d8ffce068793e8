package io.holdfast.cli.task;

import static io.holdfast.cli.output.Text.orDash;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.api.Pages;
import io.holdfast.cli.api.Remote;
import io.holdfast.cli.api.Task;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.output.Details;
import io.holdfast.cli.output.Sizes;
import io.holdfast.cli.output.Table;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code ./holdfast task …}. */
@Command(
    name = "task",
    description = "What the workers do and did: list, show, prioritize, cancel, repeat.")
public final class TaskCommand {

  @Command(name = "list", description = "Tasks, newest first.")
  int list(
      @Mixin Remote remote,
      @Option(names = "--state", description = "queued, running, succeeded, failed or cancelled")
          @Nullable String state,
      @Option(names = "--kind", description = "backup, restore, verify, delete or reclaim")
          @Nullable String kind,
      @Option(
              names = "--limit",
              defaultValue = "50",
              description = "At most so many (${DEFAULT-VALUE}).")
          int limit) {
    try (Api api = remote.open()) {
      List<JsonNode> items =
          Pages.all(
              api,
              "/tasks",
              Map.of("state", state == null ? "" : state, "kind", kind == null ? "" : kind),
              limit);
      Table table = new Table("ID", "KIND", "STATE", "WORKER", "DONE>", "OF>", "STAGE OR MESSAGE");
      for (JsonNode item : items) {
        Task task = api.as(item, Task.class);
        table.row(
            task.id(),
            task.kind(),
            TaskWait.exitCode(task) == ExitCode.DAMAGED && task.state().equals("succeeded")
                ? "damage found"
                : task.state(),
            orDash(task.host()),
            task.bytesDone() == null ? "-" : Sizes.text(task.bytesDone()),
            task.bytesTotal() == null ? "-" : Sizes.text(task.bytesTotal()),
            orDash(task.isFinished() || task.stage() == null ? task.message() : task.stage()));
      }
      remote.answer(api, items, table);
      return 0;
    }
  }

  @Command(name = "show", description = "One task; with --wait until it has ended.")
  int show(
      @Mixin Remote remote,
      @Parameters(paramLabel = "TASK", description = "The task's id.") String id,
      @Option(names = "--wait", description = "Wait for its end, showing progress.") boolean wait) {
    try (Api api = remote.open()) {
      if (wait) {
        return TaskEnd.await(remote, api, id);
      }
      JsonNode task = api.get("/tasks/" + Api.encoded(id));
      remote.answer(api, task, Details.text(task));
      return 0;
    }
  }

  @Command(name = "priority", description = "Lets a queued task go before or behind others.")
  int priority(
      @Mixin Remote remote,
      @Parameters(paramLabel = "TASK", description = "The task's id.") String id,
      @Parameters(paramLabel = "PRIORITY", description = "1 (first) to 9 (last)") int priority) {
    try (Api api = remote.open()) {
      JsonNode task =
          api.post("/tasks/" + Api.encoded(id) + "/priority", Map.of("priority", priority));
      remote.answer(api, task, "Task " + id + " has priority " + priority + ".\n");
      return 0;
    }
  }

  @Command(
      name = "repeat",
      description = "Asks again for what a failed or cancelled task was to do.")
  int repeat(
      @Mixin Remote remote,
      @Parameters(paramLabel = "TASK", description = "The task's id.") String id,
      @Option(names = "--wait", description = "Wait for the end, showing progress.") boolean wait) {
    try (Api api = remote.open()) {
      JsonNode task = api.post("/tasks/" + Api.encoded(id) + "/repeat", Map.of());
      String again = task.required("id").asString();
      if (wait) {
        return TaskEnd.await(remote, api, again);
      }
      remote.answer(api, task, "Task " + again + " is queued in its place.\n");
      return 0;
    }
  }

  @Command(name = "cancel", description = "Ends a task; what it wrote is reclaimed.")
  int cancel(
      @Mixin Remote remote,
      @Parameters(paramLabel = "TASK", description = "The task's id.") String id,
      @Option(names = "--wait", description = "Wait until it has really ended.") boolean wait) {
    try (Api api = remote.open()) {
      JsonNode task = api.post("/tasks/" + Api.encoded(id) + "/cancel", Map.of());
      if (wait) {
        int status = TaskEnd.await(remote, api, id);
        // To have been cancelled is what was asked for here.
        return status == ExitCode.CANCELLED.status() ? 0 : status;
      }
      remote.answer(api, task, "Task " + id + " is being cancelled.\n");
      return 0;
    }
  }
}
