package io.holdfast.console.ui.task;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.repeat.RepeatService;
import io.holdfast.console.ui.ActionDialog;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Toast;
import io.holdfast.schema.task.Task;
import io.holdfast.schema.task.TaskKind;
import java.util.Objects;

/** Asks whether to have done again what a task did not do, and says what that means. */
final class RepeatDialog {

  private RepeatDialog() {}

  static void open(Caller caller, Task task, RepeatService repeats) {
    ActionDialog dialog =
        new ActionDialog(Texts.of("task.repeat.of", TaskMarks.title(task)), Texts.of("task.repeat"))
            .say(Texts.of("task.repeat", task.kind()));
    if (task.kind() == TaskKind.RESTORE) {
      // As for the first time: somebody may have written to the volume since.
      dialog.destructive().confirmByTyping(Objects.requireNonNullElse(task.volumeName(), ""));
    } else if (task.kind() == TaskKind.DELETE) {
      dialog.destructive();
    }
    dialog
        .onConfirm(
            () -> repeats.repeat(caller, task.id()),
            done -> Toast.done(Texts.of("task.repeat.done")))
        .openAt(null);
  }
}
