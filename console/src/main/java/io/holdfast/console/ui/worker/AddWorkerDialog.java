package io.holdfast.console.ui.worker;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import io.holdfast.console.database.DatabaseUrl;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.ui.Copyable;
import io.holdfast.console.ui.Notice;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Tone;

/** Says how to add a worker: one command, ready to copy. */
final class AddWorkerDialog {

  private AddWorkerDialog() {}

  static void open(Caller caller, DatabaseUrl database) {
    // The address holds the database's password, which is as good as every role.
    String url = caller.administers() ? database.value() : database.toString();
    String command = "./holdfast worker --database-url \"" + url + "\"";
    Dialog dialog = new Dialog(Texts.of("worker.add"));
    dialog.setWidth("40rem");
    dialog.setMaxWidth("100%");
    dialog.setTestId("dialog");
    Div content =
        new Div(new Paragraph(Texts.of("worker.add.text")), new Copyable(command, "command"));
    content.addClassName("dialog-content");
    if (!caller.administers()) {
      content.add(
          Notice.of(
              Tone.WAITING, Texts.of("worker.add.secret"), Texts.of("worker.add.secret.next")));
    }
    if (url.contains("//127.0.0.1") || url.contains("//localhost")) {
      content.add(
          Notice.of(
              Tone.WAITING, Texts.of("worker.add.loopback"), Texts.of("worker.add.loopback.next")));
    }
    dialog.add(content);
    Button close = new Button(Texts.of("common.close"), click -> dialog.close());
    close.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    dialog.getFooter().add(close);
    dialog.open();
  }
}
