package io.holdfast.console.ui.backup;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import io.holdfast.console.mount.MountedBackup;
import io.holdfast.console.ui.Copyable;
import io.holdfast.console.ui.Dialogs;
import io.holdfast.console.ui.Notice;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Tone;
import io.holdfast.grid.volume.ConnectionInfo;

/** Says how programs reach a mounted backup. */
final class ConnectDialog {

  private ConnectDialog() {}

  static void open(MountedBackup mounted, String title) {
    ConnectionInfo connection = mounted.connection();
    String certificate = connection.get(ConnectionInfo.CERTIFICATE);
    String uri = uri(connection, certificate != null);
    Div content =
        new Div(
            new Paragraph(Texts.of("mount.connect.text", mounted.mount().host())),
            new Copyable(uri, "uri"),
            Notice.of(
                Tone.WAITING, Texts.of("mount.connect.secret"), Texts.of("mount.connect.end")));
    content.addClassName("dialog-content");
    if (certificate != null) {
      content.add(more("mount.connect.certificate", new Copyable(certificate, "certificate")));
    }
    content.add(
        more("mount.connect.examples", new Copyable(Texts.of("mount.examples", uri), "examples")));
    Dialog dialog = new Dialog(Texts.of("mount.connect.of", title));
    dialog.setWidth("44rem");
    dialog.setMaxWidth("100%");
    dialog.setTestId("dialog");
    dialog.add(content);
    Button close = new Button(Texts.of("common.close"), click -> dialog.close());
    close.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    close.setTestId("close");
    dialog.getFooter().add(close);
    Dialogs.open(dialog);
  }

  private static Details more(String key, Copyable text) {
    Details more = new Details(Texts.of(key), text);
    more.setWidthFull();
    return more;
  }

  private static String uri(ConnectionInfo connection, boolean tls) {
    String host = String.valueOf(connection.get(ConnectionInfo.HOST));
    return "%s://%s:%s/%s%s"
        .formatted(
            tls ? "nbds" : "nbd",
            host.contains(":") ? "[" + host + "]" : host,
            connection.get(ConnectionInfo.PORT),
            connection.get(ConnectionInfo.EXPORT),
            tls ? "?tls-certificates=DIRECTORY" : "");
  }
}
