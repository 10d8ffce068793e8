package io.holdfast.console.ui.task;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import com.vaadin.flow.router.RouteParameters;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.signals.Signal;
import com.vaadin.flow.signals.local.ValueSignal;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.task.TaskView;
import io.holdfast.console.task.TasksService;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.Mark;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Words;
import io.holdfast.schema.task.TaskState;
import java.util.Objects;

/** A task that goes on: what it is, a bar, how fast and how long, and a way to cancel it. */
final class TaskRow extends Div {

  private static final long serialVersionUID = 1L;

  private final transient ValueSignal<TaskView> view;

  TaskRow(TaskView first, Caller caller, TasksService tasks) {
    this.view = new ValueSignal<>(first);
    addClassName("task-row");
    setTestId("task-row");
    RouterLink title =
        new RouterLink(
            TaskMarks.title(first.task()),
            TasksView.class,
            new RouteParameters("id", first.task().id().toString()));
    title.addClassName("task-title");
    Div head = new Div(title, Mark.badge(view.map(TaskMarks::state)));
    head.addClassName("task-head");
    if (caller.operates()) {
      head.add(cancel(caller, tasks));
    }
    add(head, bar(), text());
  }

  private Button cancel(Caller caller, TasksService tasks) {
    Button cancel =
        new Button(Icon.CANCEL.create(), click -> CancelDialog.open(caller, view.peek(), tasks));
    cancel.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
    cancel.setAriaLabel(Texts.of("task.cancel.of", TaskMarks.title(view.peek().task())));
    cancel.setTooltipText(Texts.of("task.cancel"));
    cancel.setTestId("cancel-task");
    cancel.bindEnabled(view.map(now -> !now.cancelling() && !now.task().state().finished()));
    return cancel;
  }

  private ProgressBar bar() {
    ProgressBar bar = new ProgressBar();
    bar.getElement().setAttribute("aria-label", TaskMarks.title(view.peek().task()));
    bar.bindValue(view.map(now -> Objects.requireNonNullElse(now.fraction(), 0.0)));
    Signal.effect(
        bar,
        () -> {
          TaskView now = view.get();
          bar.setIndeterminate(now.task().state() == TaskState.RUNNING && now.fraction() == null);
        });
    return bar;
  }

  private Div text() {
    Span how = new Span();
    how.bindText(Words.of(view, TaskMarks::progress));
    Span where = new Span();
    where.bindText(
        Words.of(
            view,
            now ->
                now.task().incarnation() == null || now.task().host() == null
                    ? ""
                    : Texts.of("task.on", now.task().host())));
    Div text = new Div(how, where);
    text.addClassName("task-text");
    return text;
  }

  void show(TaskView now) {
    view.set(now);
  }

  TaskView shown() {
    return view.peek();
  }
}
