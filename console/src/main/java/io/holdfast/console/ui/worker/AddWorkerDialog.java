package io.holdfast.console.ui.worker;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import io.holdfast.console.ui.Copyable;
import io.holdfast.console.ui.Dialogs;
import io.holdfast.console.ui.Notice;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Tone;
import io.holdfast.console.worker.JoinCommand;

/** Says how to add a worker: one command, ready to copy. */
final class AddWorkerDialog {

  private AddWorkerDialog() {}

  static void open(JoinCommand command) {
    Dialog dialog = new Dialog(Texts.of("worker.add"));
    dialog.setWidth("40rem");
    dialog.setMaxWidth("100%");
    dialog.setTestId("dialog");
    Div content =
        new Div(
            new Paragraph(Texts.of("worker.add.text")), new Copyable(command.text(), "command"));
    content.addClassName("dialog-content");
    if (!command.complete()) {
      content.add(
          Notice.of(
              Tone.WAITING, Texts.of("worker.add.secret"), Texts.of("worker.add.secret.next")));
    }
    if (command.loopback()) {
      content.add(
          Notice.of(
              Tone.WAITING, Texts.of("worker.add.loopback"), Texts.of("worker.add.loopback.next")));
    }
    dialog.add(content);
    Button close = new Button(Texts.of("common.close"), click -> dialog.close());
    close.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    dialog.getFooter().add(close);
    Dialogs.open(dialog);
  }
}
