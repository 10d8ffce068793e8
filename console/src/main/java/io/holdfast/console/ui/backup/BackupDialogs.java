package io.holdfast.console.ui.backup;

import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import io.holdfast.console.backup.BackupsService;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.mount.MountsService;
import io.holdfast.console.ui.ActionDialog;
import io.holdfast.console.ui.Dialogs;
import io.holdfast.console.ui.Edit;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Pairs;
import io.holdfast.console.ui.Places;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Toast;
import io.holdfast.console.volume.SnapshotsService;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupFilter;
import io.holdfast.schema.backup.BackupSort;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.volume.Volume;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The dialogs about backups. */
@Component
public class BackupDialogs {

  private final BackupsService backups;
  private final SnapshotsService snapshots;
  private final MountsService mounts;
  private final Places places;
  private final RestoreDialog.Services restores;

  BackupDialogs(
      BackupsService backups,
      SnapshotsService snapshots,
      MountsService mounts,
      Places places,
      RestoreDialog.Services restores) {
    this.backups = backups;
    this.snapshots = snapshots;
    this.mounts = mounts;
    this.places = places;
    this.restores = restores;
  }

  /** Backs a volume up. */
  public void backUp(Caller caller, Volume volume, Moments moments) {
    new BackUpDialog(caller, volume, moments, backups, snapshots, places).open();
  }

  /** Restores one of a volume's backups, into that volume unless one chooses otherwise. */
  public void restoreInto(Caller caller, Volume volume, Moments moments) {
    String title = Texts.of("restore.title.volume", volume.name());
    Dialogs.open(
        new RestoreDialog(
            caller, title, volume.id(), newest(caller, volume), true, moments, restores));
  }

  /** That is not known to be damaged, if there is one. */
  private @Nullable Backup newest(Caller caller, Volume volume) {
    BackupFilter all = BackupFilter.all().ofVolume(volume.id()).withStatus(BackupStatus.AVAILABLE);
    Instant intact = volume.lastIntactBackupAt();
    return backups
        .list(
            caller,
            intact == null ? all : all.holdingUpTo(intact),
            Order.descending(BackupSort.DATA_TIMESTAMP),
            Slice.first(1))
        .stream()
        .findFirst()
        .orElse(null);
  }

  /** Restores a backup, to a new volume unless one chooses otherwise. */
  void restore(Caller caller, Backup backup, Moments moments) {
    String title = Texts.of("restore.title.backup", BackupMarks.title(backup));
    Dialogs.open(
        new RestoreDialog(caller, title, backup.volumeId(), backup, false, moments, restores));
  }

  void mount(Caller caller, Backup backup) {
    new MountDialog(caller, backup, mounts).open();
  }

  void delete(Caller caller, Backup backup) {
    List<String> bereft = backups.volumesOnlyIn(caller, Set.of(backup.id()));
    ActionDialog dialog =
        new ActionDialog(
                Texts.of("backup.delete.of", BackupMarks.title(backup)), Texts.of("backup.delete"))
            .destructive()
            .say(Texts.of("backup.delete.text", backup.volumeName()))
            .say(Texts.of("backup.delete.frees", Sizes.shortly(backup.storedBytes())));
    if (!bereft.isEmpty()) {
      dialog.with(BackupBulk.bereft(bereft));
    }
    dialog
        .onConfirm(
            () -> backups.delete(caller, backup.id()),
            it -> Toast.done(Texts.of("backup.delete.done", BackupMarks.title(backup))))
        .openAt(null);
  }

  void edit(Caller caller, Backup backup) {
    TextField name = new TextField(Texts.of("common.name"));
    name.setValue(backup.name());
    name.setMaxLength(255);
    name.setWidthFull();
    name.setTestId("name");
    TextArea description = new TextArea(Texts.of("volume.description"));
    description.setValue(backup.description());
    description.setMaxLength(1000);
    description.setWidthFull();
    description.setTestId("description");
    TextArea metadata = new TextArea(Texts.of("common.metadata"));
    metadata.setHelperText(Texts.of("common.metadata.help"));
    metadata.setValue(Pairs.lines(backup.metadata()));
    metadata.setWidthFull();
    metadata.setTestId("metadata");
    new ActionDialog(Texts.of("backup.edit.of", BackupMarks.title(backup)), Texts.of("common.save"))
        .with(name, description, metadata)
        .onConfirm(
            () -> {
              Backup now = backups.get(caller, backup.id());
              return backups.describe(
                  caller,
                  backup.id(),
                  Edit.of(backup.name(), name.getValue(), now.name()),
                  Edit.of(backup.description(), description.getValue(), now.description()),
                  Edit.ofPairs(backup.metadata(), metadata.getValue(), now.metadata()));
            },
            it -> Toast.done(Texts.of("common.saved")))
        .openAt(name);
  }
}
