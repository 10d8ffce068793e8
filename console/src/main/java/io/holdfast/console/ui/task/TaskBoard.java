package io.holdfast.console.ui.task;

import com.vaadin.flow.component.html.Div;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.task.TaskView;
import io.holdfast.console.task.TasksService;
import io.holdfast.grid.worker.TaskProgress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** A few tasks that go on, one row each; rows stay in place while they move on. */
public final class TaskBoard extends Div {

  private static final long serialVersionUID = 1L;

  private final transient Caller caller;
  private final transient TasksService tasks;
  private final Map<UUID, TaskRow> rows = new LinkedHashMap<>();

  public TaskBoard(Caller caller, TasksService tasks) {
    this.caller = caller;
    this.tasks = tasks;
    addClassName("task-board");
  }

  /** Shows these, adding and removing only what changed. */
  public void show(List<TaskView> now) {
    Set<UUID> ids = now.stream().map(view -> view.task().id()).collect(Collectors.toSet());
    rows.entrySet()
        .removeIf(row -> {
          boolean gone = !ids.contains(row.getKey());
          if (gone) {
            remove(row.getValue());
          }
          return gone;
        });
    for (TaskView view : now) {
      TaskRow row = rows.get(view.task().id());
      if (row == null) {
        row = new TaskRow(view, caller, tasks);
        rows.put(view.task().id(), row);
        add(row);
      } else {
        row.show(view);
      }
    }
    setVisible(!rows.isEmpty());
  }

  /** Moves the bars on. */
  public void progressed(List<TaskProgress> progress) {
    for (TaskProgress message : progress) {
      TaskRow row = rows.get(message.taskId());
      if (row != null) {
        row.show(TaskView.of(row.shown().task(), message));
      }
    }
  }
}
