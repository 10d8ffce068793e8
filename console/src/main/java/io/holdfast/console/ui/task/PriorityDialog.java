package io.holdfast.console.ui.task;

import com.vaadin.flow.component.select.Select;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.task.TasksService;
import io.holdfast.console.ui.ActionDialog;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Toast;
import io.holdfast.schema.task.Prioritizing;
import io.holdfast.schema.task.Task;
import java.util.stream.IntStream;

/** Asks before or behind which others a queued task is to go. */
final class PriorityDialog {

  private PriorityDialog() {}

  static void open(Caller caller, Task task, TasksService tasks) {
    Select<Integer> priority = new Select<>();
    priority.setLabel(Texts.of("task.priority"));
    priority.setItems(
        IntStream.rangeClosed(TasksService.foremost(caller, task), Prioritizing.LAST)
            .boxed()
            .toList());
    priority.setItemLabelGenerator(it -> TaskMarks.priority(it, task.kind()));
    priority.setValue(task.priority());
    priority.setWidthFull();
    priority.setTestId("priority");
    if (!caller.operatesInstallation()) {
      priority.setHelperText(Texts.of("task.prioritize.members"));
    }
    new ActionDialog(Texts.of("task.prioritize.of", TaskMarks.title(task)), Texts.of("common.save"))
        .with(priority)
        .onConfirm(
            () -> tasks.prioritize(caller, task.id(), priority.getValue()),
            done -> Toast.done(Texts.of("task.prioritize.done")))
        .openAt(priority);
  }
}
