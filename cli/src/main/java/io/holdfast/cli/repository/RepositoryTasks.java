package io.holdfast.cli.repository;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.api.Pages;
import io.holdfast.cli.api.Remote;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import io.holdfast.cli.task.TaskEnd;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Asks the console for a task on a whole repository. */
final class RepositoryTasks {

  private RepositoryTasks() {}

  /**
   * @param name or id; {@code null}: the default repository
   * @param verb as in the API: reclaim, verify, reindex
   */
  static int queue(
      Remote remote, @Nullable String name, String verb, Map<String, Object> body, boolean wait) {
    try (Api api = remote.open()) {
      JsonNode repository = find(api, name);
      String id = Api.encoded(repository.required("id").asString());
      JsonNode task = api.post("/repositories/" + id + "/" + verb, body);
      String taskId = task.required("id").asString();
      if (wait) {
        return TaskEnd.await(remote, api, taskId);
      }
      remote.answer(
          api,
          task,
          "Task %s of repository '%s' is queued. `./holdfast task show %s --wait` watches it.%n"
              .formatted(taskId, repository.path("name").asString(""), taskId));
      return ExitCode.OK.status();
    }
  }

  private static JsonNode find(Api api, @Nullable String name) {
    List<JsonNode> all = Pages.all(api, "/repositories", Map.of(), Pages.NO_LIMIT);
    return all.stream()
        .filter(repository ->
            name == null
                ? repository.path("isDefault").asBoolean(false)
                : name.equals(repository.path("name").asString(""))
                    || name.equals(repository.path("id").asString("")))
        .findFirst()
        .orElseThrow(() ->
            new Failure(
                ExitCode.NOT_FOUND,
                name == null
                    ? "No repository is the default; name one. `./holdfast repository list` shows"
                        + " all."
                    : "There is no repository '"
                        + name
                        + "'. `./holdfast repository list` shows all."));
  }
}
