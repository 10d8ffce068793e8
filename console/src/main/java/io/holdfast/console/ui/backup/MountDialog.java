package io.holdfast.console.ui.backup;

import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.radiobutton.RadioGroupVariant;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.mount.MountsService;
import io.holdfast.console.ui.ActionDialog;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.backup.Backup;

/** Has a worker export a backup, and then says how to connect. */
final class MountDialog {

  private enum Access {
    READ_ONLY,
    OVERLAY
  }

  private final ActionDialog dialog;
  private final RadioButtonGroup<Access> access = new RadioButtonGroup<>();

  MountDialog(Caller caller, Backup backup, MountsService mounts) {
    dialog =
        new ActionDialog(
            Texts.of("backup.mount.of", BackupMarks.title(backup)), Texts.of("mount.begin"));
    access.setLabel(Texts.of("mount.access"));
    access.setItems(Access.values());
    access.setItemLabelGenerator(it -> Texts.of("mount.access", it));
    access.addThemeVariants(RadioGroupVariant.LUMO_VERTICAL);
    access.setValue(Access.READ_ONLY);
    access.setTestId("access");
    dialog
        .say(Texts.of("backup.mount.text"))
        .with(access)
        .onConfirm(
            () ->
                mounts.mount(
                    caller,
                    backup.id(),
                    it -> it.taking(access.getValue() == Access.OVERLAY).lasting(true)),
            mounted -> ConnectDialog.open(mounted, BackupMarks.title(backup)));
  }

  void open() {
    dialog.openAt(null);
  }
}
