package io.holdfast.console.task;

import io.holdfast.console.grid.GridAccess;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.live.SharedLook;
import io.holdfast.console.refusal.Input;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.task.CancelResult;
import io.holdfast.schema.task.Prioritizing;
import io.holdfast.schema.task.PriorityResult;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskFilter;
import io.holdfast.schema.task.TaskQueries;
import io.holdfast.schema.task.TaskSort;
import io.holdfast.schema.task.TaskState;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Lists tasks with their progress, lets them go before or behind others, and cancels them. */
@Service
public class TasksService {

  private final TaskQueries tasks;
  private final BackupSubmission submission;
  private final Prioritizing prioritizing;
  private final LiveUpdates live;
  private final GridAccess grid;
  private final SharedLook<List<Object>, List<TaskView>> lists = new SharedLook<>();
  private final SharedLook<TaskFilter, Integer> counts = new SharedLook<>();

  public TasksService(DSLContext database, LiveUpdates live, GridAccess grid) {
    this.tasks = new TaskQueries(database);
    this.submission = new BackupSubmission(database);
    this.prioritizing = new Prioritizing(database);
    this.live = live;
    this.grid = grid;
  }

  public List<TaskView> list(Caller caller, TaskFilter filter, Order<TaskSort> order, Slice slice) {
    TaskFilter scoped = scoped(caller, filter);
    return lists.ask(
        List.of(scoped, order, slice),
        () -> tasks.list(scoped, order, slice).stream().map(this::view).toList());
  }

  public int count(Caller caller, TaskFilter filter) {
    TaskFilter scoped = scoped(caller, filter);
    return counts.ask(scoped, () -> tasks.count(scoped));
  }

  public TaskView get(Caller caller, UUID id) {
    return view(find(caller, id));
  }

  /**
   * Ends a queued task at once and asks the worker of a running one to stop, which takes a second
   * or two. Asking again changes nothing.
   */
  public TaskView cancel(Caller caller, UUID id) {
    mustChange(caller, find(caller, id));
    switch (submission.cancel(id, caller.actor())) {
      case CancelResult.Cancelled() -> {}
      case CancelResult.Requested(String host) -> grid.nudgeCancel(host, id);
      case CancelResult.AlreadyFinished finished ->
          throw Refusal.conflict(
              "task-finished",
              "The task has ended already: it is %s.".formatted(finished.state().value()),
              "There is nothing left to cancel.");
      case CancelResult.TaskMissing() -> throw Refusal.notFound("task", id);
    }
    return get(caller, id);
  }

  /**
   * Lets a queued task go before or behind others. A project's members may only let theirs wait for
   * longer, as others would wait for them otherwise.
   *
   * @param priority 1 goes first, 9 last
   */
  public TaskView prioritize(Caller caller, UUID id, @Nullable Integer priority) {
    while (true) {
      Task task = find(caller, id);
      mustChange(caller, task);
      int wanted = Input.priority(priority);
      if (wanted < foremost(caller, task)) {
        throw Refusal.forbidden(
            "Members of a project may let a task wait for longer, but not let it go before others.",
            "Ask an operator or an administrator to do it.");
      }
      if (task.state() == TaskState.QUEUED && task.priority() == wanted) {
        return view(task);
      }
      switch (prioritizing.change(id, task.priority(), wanted, caller.actor())) {
        case PriorityResult.Changed() -> {
          return get(caller, id);
        }
        case PriorityResult.ChangedMeanwhile() -> {}
        case PriorityResult.NotQueued(TaskState state) ->
            throw Refusal.conflict(
                "task-not-queued",
                "The task waits no longer: it is %s.".formatted(state.value()),
                "Only what waits can go before or behind others.");
        case PriorityResult.TaskMissing() -> throw Refusal.notFound("task", id);
      }
    }
  }

  /** The first of the priorities, 1 to 9, that a caller who may change a task may give it. */
  public static int foremost(Caller caller, Task task) {
    return caller.operatesInstallation() ? Prioritizing.FIRST : task.priority();
  }

  private static void mustChange(Caller caller, Task task) {
    caller.mustOperate();
    if (task.kind().isOfRepository()) {
      caller.mustOperateInstallation();
    }
  }

  private TaskView view(Task task) {
    return TaskView.of(task, live.progressOf(task.id()).orElse(null));
  }

  private Task find(Caller caller, UUID id) {
    return tasks
        .find(id)
        .filter(task -> caller.sees(task.projectId()))
        .orElseThrow(() -> Refusal.notFound("task", id));
  }

  private static TaskFilter scoped(Caller caller, TaskFilter filter) {
    UUID only = caller.onlyProject();
    return only == null ? filter : filter.inProject(only);
  }
}
