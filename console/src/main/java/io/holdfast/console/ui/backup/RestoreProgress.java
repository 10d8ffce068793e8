package io.holdfast.console.ui.backup;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.RouteParameters;
import com.vaadin.flow.router.RouterLink;
import io.holdfast.console.backup.Submitted;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.live.Changes;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.task.TaskView;
import io.holdfast.console.task.TasksService;
import io.holdfast.console.ui.LiveFeed;
import io.holdfast.console.ui.Notice;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Tone;
import io.holdfast.console.ui.task.TaskBoard;
import io.holdfast.console.ui.volume.VolumesView;
import io.holdfast.schema.change.ChangedTable;
import io.holdfast.schema.task.TaskState;
import io.holdfast.schema.volume.Volume;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** A restore that goes on, live; at its end the way to the volume, or why it failed. */
final class RestoreProgress extends Div {

  private static final long serialVersionUID = 1L;

  private final transient Caller caller;
  private final transient TasksService tasks;
  private final UUID task;
  private final TaskBoard board;
  private final Paragraph meanwhile = new Paragraph(Texts.of("restore.meanwhile"));
  private final Notice outcome = Notice.of(Tone.GOOD, "", "");
  private final Notice failure = Notice.of(Tone.BAD, "", "");
  private final Div link = new Div();

  RestoreProgress(Caller caller, Submitted submitted, TasksService tasks, LiveUpdates live) {
    this.caller = caller;
    this.tasks = tasks;
    this.task = submitted.task().task().id();
    this.board = new TaskBoard(caller, tasks);
    addClassName("restore-part");
    setTestId("restore-progress");
    Volume volume = Objects.requireNonNull(submitted.volume());
    outcome.say(Texts.of("restore.succeeded", volume.name()), "");
    outcome.getElement().setAttribute("role", "status");
    failure.getElement().setAttribute("role", "alert");
    RouterLink result =
        new RouterLink(
            Texts.of("restore.result", volume.name()),
            VolumesView.class,
            new RouteParameters("id", volume.id().toString()));
    result.addClassName("button-link");
    result.setTestId("restored-volume");
    link.add(result);
    add(board, meanwhile, outcome, failure, link);
    show(submitted.task());
    LiveFeed.follow(this, live, this::changed, board::progressed);
    // It may have ended before the feed began.
    addAttachListener(attached -> show(tasks.get(caller, task)));
  }

  private void changed(Changes changes) {
    if (changes.touch(ChangedTable.TASK, task)) {
      show(tasks.get(caller, task));
    }
  }

  private void show(TaskView now) {
    TaskState state = now.task().state();
    board.show(List.of(now));
    board.setVisible(state != TaskState.SUCCEEDED);
    meanwhile.setVisible(!state.finished());
    outcome.setVisible(state == TaskState.SUCCEEDED);
    link.setVisible(state == TaskState.SUCCEEDED);
    failure.setVisible(state == TaskState.FAILED || state == TaskState.CANCELLED);
    failure.say(
        Objects.requireNonNullElse(now.task().message(), Texts.of("task.state", state)),
        Texts.of("restore.failed.next"));
  }
}
