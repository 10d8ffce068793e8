package io.holdfast.console.ui.backup;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import io.holdfast.console.backup.BackupRequest;
import io.holdfast.console.backup.BackupsService;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.ui.ActionDialog;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Notice;
import io.holdfast.console.ui.Places;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Toast;
import io.holdfast.console.ui.Tone;
import io.holdfast.console.volume.SnapshotsService;
import io.holdfast.schema.Slice;
import io.holdfast.schema.volume.Snapshot;
import io.holdfast.schema.volume.SnapshotStatus;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeStatus;
import java.util.List;
import java.util.Map;

/** Asks how to back a volume up; everything is filled in, so that one press suffices. */
final class BackUpDialog {

  private static final int MOST_SNAPSHOTS = 100;

  private enum Extent {
    INCREMENTAL,
    FULL
  }

  private final ActionDialog dialog;
  private final TextField name = new TextField(Texts.of("backup.name"));
  private final RadioButtonGroup<Extent> extent = new RadioButtonGroup<>();
  private final ComboBox<Snapshot> snapshot = new ComboBox<>(Texts.of("backup.from-snapshot"));
  private final Select<Places.Place> repository;
  private final TextArea description = new TextArea(Texts.of("volume.description"));

  BackUpDialog(
      Caller caller,
      Volume volume,
      Moments moments,
      BackupsService backups,
      SnapshotsService snapshots,
      Places places) {
    repository = places.repositories(caller);
    dialog =
        new ActionDialog(
            Texts.of("volume.back-up.of", volume.name()), Texts.of("backup.create.confirm"));
    boolean hasBackup = volume.lastBackupAt() != null;
    name.setValue(suggestion(volume, moments));
    name.setMaxLength(255);
    name.setWidthFull();
    name.setTestId("name");
    extent.setLabel(Texts.of("backup.extent"));
    extent.setItems(Extent.values());
    extent.setItemLabelGenerator(it -> Texts.of("backup.extent", it));
    extent.setItemEnabledProvider(it -> it == Extent.FULL || hasBackup);
    extent.setValue(hasBackup ? Extent.INCREMENTAL : Extent.FULL);
    extent.setHelperText(Texts.of(hasBackup ? "backup.extent.help" : "backup.extent.first"));
    extent.setTestId("extent");
    dialog.with(name, extent);
    if (volume.status() == VolumeStatus.IN_USE) {
      dialog.with(Notice.of(Tone.BUSY, Texts.of("backup.in-use"), Texts.of("backup.in-use.next")));
    }
    dialog.with(more(usable(snapshots.ofVolume(caller, volume.id(), Slice.first(MOST_SNAPSHOTS)))));
    dialog.onConfirm(
        () ->
            backups.create(
                caller,
                new BackupRequest(
                    volume.id(),
                    snapshot.getValue() == null ? null : snapshot.getValue().id(),
                    name.getValue(),
                    description.getValue(),
                    extent.getValue() == Extent.INCREMENTAL,
                    Map.of(),
                    repository.getValue().id())),
        submitted ->
            Toast.done(
                Texts.of("backup.create.done", volume.name(), Sizes.shortly(volume.sizeBytes()))));
  }

  private static String suggestion(Volume volume, Moments moments) {
    String end = " " + moments.forName();
    String start = volume.name();
    return start.substring(0, Math.min(start.length(), 255 - end.length())) + end;
  }

  private static List<Snapshot> usable(List<Snapshot> all) {
    return all.stream().filter(it -> it.status() == SnapshotStatus.AVAILABLE).toList();
  }

  private Details more(List<Snapshot> snapshots) {
    description.setMaxLength(1000);
    description.setWidthFull();
    snapshot.setItems(snapshots);
    snapshot.setItemLabelGenerator(Snapshot::name);
    snapshot.setPlaceholder(Texts.of("backup.from-snapshot.none"));
    snapshot.setClearButtonVisible(true);
    snapshot.setWidthFull();
    snapshot.setVisible(!snapshots.isEmpty());
    repository.setWidthFull();
    repository.setTestId("repository");
    Div content = new Div(description, snapshot, repository);
    content.addClassName("dialog-content");
    Details more = new Details(Texts.of("common.more"), content);
    more.setWidthFull();
    return more;
  }

  void open() {
    dialog.openAt(name);
  }
}
