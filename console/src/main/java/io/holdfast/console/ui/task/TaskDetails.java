package io.holdfast.console.ui.task;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.RouteParameters;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.live.Changes;
import io.holdfast.console.repeat.RepeatService;
import io.holdfast.console.task.TaskView;
import io.holdfast.console.task.TasksService;
import io.holdfast.console.ui.Details;
import io.holdfast.console.ui.Facts;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.Ids;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Notice;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Tone;
import io.holdfast.console.ui.backup.BackupsView;
import io.holdfast.console.ui.volume.VolumesView;
import io.holdfast.grid.worker.TaskProgress;
import io.holdfast.schema.change.ChangedTable;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskState;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** One task: how far it is, who runs it, why it waits or failed, and what came of asking again. */
final class TaskDetails extends Details<TaskView> {

  private static final long serialVersionUID = 1L;

  private final transient Moments moments;
  private final transient Caller caller;
  private final transient TasksService tasks;
  private final transient RepeatService repeats;
  private final TaskBoard board;

  TaskDetails(
      String id, Caller caller, Moments moments, TasksService tasks, RepeatService repeats) {
    super(Texts.of("task.details"), () -> tasks.get(caller, Ids.parse("task", id)));
    this.moments = moments;
    this.caller = caller;
    this.tasks = tasks;
    this.repeats = repeats;
    this.board = new TaskBoard(caller, tasks);
    load();
  }

  @Override
  protected String titleOf(TaskView now) {
    return TaskMarks.title(now.task());
  }

  @Override
  protected void build(Signal<TaskView> now) {
    Signal<Task> task = now.map(TaskView::task);
    if (caller.operates()) {
      addAction("task.prioritize", Icon.EDIT, it -> PriorityDialog.open(caller, it.task(), tasks))
          .bindVisible(task.map(it -> it.state() == TaskState.QUEUED));
      addAction("task.repeat", Icon.PLAY, it -> RepeatDialog.open(caller, it.task(), repeats))
          .bindVisible(task.map(it -> RepeatService.isFor(caller, it)));
    }
    Notice reason = Notice.of(Tone.BAD, "", "");
    reason.bindVisible(now.map(it -> it.task().state() == TaskState.FAILED));
    Signal.effect(
        reason,
        () ->
            reason.say(
                Objects.requireNonNullElse(
                    now.get().task().message(), Texts.of("task.failed-silently")),
                Texts.of("task.failed.next")));
    add(reason);
    add(repeated(task));
    Signal.effect(
        this,
        () -> board.show(now.get().task().state().finished() ? List.of() : List.of(now.get())));
    add(board);
    addSection(
        Texts.of("common.facts"),
        new Facts<>(now, moments)
            .mark(Texts.of("task.state"), TaskMarks::state)
            .sentence(
                Texts.of("task.message"),
                it -> it.task().state() == TaskState.FAILED ? null : it.task().message())
            .text(Texts.of("task.worker"), it -> it.task().host())
            .text(
                Texts.of("task.stage"),
                // Where one that failed or was cancelled ended; of one that succeeded it says
                // nothing.
                it ->
                    it.stage() == null || it.task().state() == TaskState.SUCCEEDED
                        ? null
                        : TaskMarks.stage(it.stage()))
            .size(Texts.of("task.bytes-total"), TaskView::bytesTotal)
            .size(Texts.of("task.bytes-done"), TaskView::bytesDone)
            .size(Texts.of("task.bytes-stored"), TaskView::bytesStored)
            .text(
                Texts.of("task.attempt"),
                it ->
                    it.task().attempt() == 0
                        ? null
                        : Texts.of("task.attempts", it.task().attempt(), it.task().failures()))
            .text(Texts.of("task.mean-speed"), TaskDetails::meanSpeed)
            .text(
                Texts.of("task.priority"),
                it -> TaskMarks.priority(it.task().priority(), it.task().kind()))
            .text(Texts.of("task.created-by"), it -> it.task().createdBy())
            .moment(Texts.of("task.created"), it -> it.task().createdAt())
            .moment(Texts.of("task.started"), it -> it.task().startedAt())
            .moment(Texts.of("task.finished"), it -> it.task().finishedAt())
            .text(
                Texts.of("task.duration"),
                it ->
                    it.task().startedAt() == null
                        ? null
                        : moments.between(it.task().startedAt(), it.task().finishedAt()))
            .text(Texts.of("task.cancelled-by"), it -> it.task().cancelRequestedBy())
            .code(Texts.of("common.id"), it -> it.task().id().toString()));
    addSection(Texts.of("task.concerns"), links(task.peek()));
  }

  /** The way to what was asked for in its place. */
  private static Div repeated(Signal<Task> task) {
    RouterLink link = new RouterLink(Texts.of("task.repeated"), TasksView.class);
    link.setTestId("repeated-by");
    Signal.effect(
        link,
        () -> {
          UUID by = task.get().repeatedBy();
          if (by != null) {
            link.setRoute(TasksView.class, new RouteParameters("id", by.toString()));
          }
        });
    Div line = new Div(link);
    line.addClassName("links");
    line.bindVisible(task.map(it -> it.repeatedBy() != null));
    return line;
  }

  private static @org.jspecify.annotations.Nullable String meanSpeed(TaskView view) {
    Task task = view.task();
    if (task.startedAt() == null || task.finishedAt() == null || view.bytesDone() == 0) {
      return null;
    }
    long millis =
        Math.max(1, java.time.Duration.between(task.startedAt(), task.finishedAt()).toMillis());
    return Sizes.speed((long) (view.bytesDone() * 1000.0 / millis));
  }

  private static Div links(Task task) {
    Div links = new Div();
    links.addClassName("links");
    if (task.backupId() != null) {
      String name = Objects.requireNonNullElse(task.backupName(), "");
      links.add(
          new RouterLink(
              Texts.of("task.backup", name.isEmpty() ? task.backupId().toString() : name),
              BackupsView.class,
              new RouteParameters("id", task.backupId().toString())));
    }
    if (task.volumeId() != null) {
      links.add(
          new RouterLink(
              Texts.of("task.volume", Objects.requireNonNullElse(task.volumeName(), "")),
              VolumesView.class,
              new RouteParameters("id", task.volumeId().toString())));
    }
    if (links.getComponentCount() == 0) {
      links.add(new Span(Texts.of("task.concerns.repository")));
    }
    return links;
  }

  @Override
  protected boolean concerns(Changes changes) {
    return changes.touch(ChangedTable.TASK, now().task().id());
  }

  @Override
  protected void progressed(List<TaskProgress> progress) {
    board.progressed(progress);
  }
}
