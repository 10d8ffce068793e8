package io.holdfast.console.api;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.identity.ProjectsService;
import io.holdfast.console.repeat.RepeatService;
import io.holdfast.console.security.SignedIn;
import io.holdfast.console.task.TasksService;
import io.holdfast.schema.Order;
import io.holdfast.schema.task.TaskFilter;
import io.holdfast.schema.task.TaskKind;
import io.holdfast.schema.task.TaskSort;
import io.holdfast.schema.task.TaskState;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tasks: list, follow, let go before others, cancel, ask for again. */
@RestController
@RequestMapping("/api/v1/tasks")
class TasksApi {

  private final SignedIn signedIn;
  private final TasksService tasks;
  private final RepeatService repeats;
  private final ProjectsService projects;

  TasksApi(SignedIn signedIn, TasksService tasks, RepeatService repeats, ProjectsService projects) {
    this.signedIn = signedIn;
    this.tasks = tasks;
    this.repeats = repeats;
    this.projects = projects;
  }

  @GetMapping
  Page<TaskJson> list(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(required = false) @Nullable String project,
      @RequestParam(required = false) @Nullable String volumeId,
      @RequestParam(required = false) @Nullable String backupId,
      @RequestParam(required = false) @Nullable String host,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String marker) {
    Caller caller = signedIn.caller();
    TaskFilter filter =
        TaskFilter.all()
            .inProject(projects.resolve(caller, project).orElse(null))
            .inState(Words.list(state, TaskState.values(), TaskState::value, "state"))
            .ofKind(Words.list(kind, TaskKind.values(), TaskKind::value, "kind"))
            .ofVolume(Words.optionalId(volumeId, "volume id"))
            .ofBackup(Words.optionalId(backupId, "backup id"))
            .onHost(host);
    return Page.of(
        marker,
        limit,
        slice -> tasks.list(caller, filter, Order.descending(TaskSort.CREATED), slice),
        TaskJson::of);
  }

  @GetMapping("/{id}")
  TaskJson get(@PathVariable String id) {
    return TaskJson.of(tasks.get(signedIn.caller(), Words.id(id, "task id")));
  }

  /** 1 goes first, 9 last. */
  record PriorityJson(@Nullable Integer priority) {}

  @PostMapping("/{id}/priority")
  TaskJson prioritize(@PathVariable String id, @RequestBody PriorityJson wanted) {
    return TaskJson.of(
        tasks.prioritize(signedIn.caller(), Words.id(id, "task id"), wanted.priority()));
  }

  /** Queues anew what failed or was cancelled; the answer is the new task. */
  @PostMapping("/{id}/repeat")
  @ResponseStatus(HttpStatus.ACCEPTED)
  TaskJson repeat(@PathVariable String id) {
    return TaskJson.of(repeats.repeat(signedIn.caller(), Words.id(id, "task id")));
  }

  @PostMapping("/{id}/cancel")
  TaskJson cancel(@PathVariable String id) {
    return TaskJson.of(tasks.cancel(signedIn.caller(), Words.id(id, "task id")));
  }
}
