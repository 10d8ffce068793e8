package io.holdfast.console.ui.task;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.task.TaskView;
import io.holdfast.console.task.TasksService;
import io.holdfast.console.ui.ActionDialog;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Toast;

/** Asks whether to cancel a task, and says what that leaves behind. */
final class CancelDialog {

  private CancelDialog() {}

  static void open(Caller caller, TaskView view, TasksService tasks) {
    new ActionDialog(
            Texts.of("task.cancel.title", TaskMarks.title(view.task())), Texts.of("task.cancel"))
        .destructive()
        .leaveBy(Texts.of("task.cancel.not"))
        .say(Texts.of("task.cancel", view.task().kind()))
        .onConfirm(
            () -> tasks.cancel(caller, view.task().id()),
            done -> Toast.done(Texts.of("task.cancel.done")))
        .openAt(null);
  }
}
