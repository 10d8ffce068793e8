package io.holdfast.console.ui.backup;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.provider.Query;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.holdfast.console.backup.BackupsService;
import io.holdfast.console.backup.RestoreTarget;
import io.holdfast.console.backup.Submitted;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.ui.ActionDialog;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Notice;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Toast;
import io.holdfast.console.ui.Tone;
import io.holdfast.console.volume.VolumesService;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupFilter;
import io.holdfast.schema.backup.BackupSort;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeFilter;
import io.holdfast.schema.volume.VolumeSort;
import io.holdfast.schema.volume.VolumeStatus;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks which backup goes where. Writing over a volume says what is lost and takes the volume's name
 * typed in; a new volume needs nothing.
 */
final class RestoreDialog {

  private enum Target {
    NEW,
    SAME,
    OTHER
  }

  private final transient Caller caller;
  private final Moments moments;
  private final BackupsService backups;
  private final VolumesService volumes;
  private final ActionDialog dialog;
  private final ComboBox<Backup> backup = new ComboBox<>(Texts.of("restore.backup"));
  private final RadioButtonGroup<Target> target = new RadioButtonGroup<>();
  private final TextField newName = new TextField(Texts.of("restore.new-name"));
  private final ComboBox<Volume> other = new ComboBox<>(Texts.of("restore.other"));
  private final Notice loss = Notice.of(Tone.WARNING, "", "");
  private final TextField typed = new TextField();

  private RestoreDialog(
      Caller caller,
      String title,
      Moments moments,
      BackupsService backups,
      VolumesService volumes) {
    this.caller = caller;
    this.moments = moments;
    this.backups = backups;
    this.volumes = volumes;
    this.dialog = new ActionDialog(title, Texts.of("restore.confirm"));
  }

  /** Restores one backup. */
  static RestoreDialog of(
      Caller caller,
      Backup chosen,
      Moments moments,
      BackupsService backups,
      VolumesService volumes) {
    RestoreDialog dialog =
        new RestoreDialog(
            caller,
            Texts.of("restore.title.backup", BackupMarks.title(chosen)),
            moments,
            backups,
            volumes);
    dialog.build(chosen.volumeId(), chosen, Target.NEW);
    dialog.backup.setReadOnly(true);
    return dialog;
  }

  /** Restores one of a volume's backups. */
  static RestoreDialog into(
      Caller caller,
      Volume volume,
      Moments moments,
      BackupsService backups,
      VolumesService volumes) {
    RestoreDialog dialog =
        new RestoreDialog(
            caller, Texts.of("restore.title.volume", volume.name()), moments, backups, volumes);
    Backup newest = dialog.read(volume.id(), Slice.first(1)).findFirst().orElse(null);
    dialog.build(volume.id(), newest, Target.SAME);
    return dialog;
  }

  private void build(UUID volumeId, @Nullable Backup chosen, Target first) {
    backup.setItems(query -> read(volumeId, query));
    backup.setItemLabelGenerator(
        it -> BackupMarks.title(it) + " · " + moments.ago(it.dataTimestamp()));
    backup.setValue(chosen);
    backup.setWidthFull();
    backup.setTestId("backup");
    Optional<Volume> own = own(volumeId);
    target.setLabel(Texts.of("restore.to"));
    target.setItems(Target.values());
    target.setItemLabelGenerator(it ->
        it == Target.SAME
            ? Texts.of("restore.to.same", own.map(Volume::name).orElse("–"))
            : Texts.of("restore.to", it));
    target.setItemEnabledProvider(it -> it != Target.SAME || own.isPresent());
    target.addThemeName("vertical");
    target.setTestId("target");
    target.setValue(first == Target.SAME && own.isEmpty() ? Target.NEW : first);
    newName.setMaxLength(255);
    newName.setWidthFull();
    newName.setTestId("new-name");
    newName.setValue(chosen == null ? "" : suggestion(chosen));
    other.setItems(this::large);
    other.setItemLabelGenerator(it -> it.name() + " · " + Sizes.shortly(it.sizeBytes()));
    other.setHelperText(Texts.of("restore.other.help"));
    other.setWidthFull();
    other.setTestId("other");
    typed.setWidthFull();
    typed.setTestId("type-name");
    typed.setValueChangeMode(ValueChangeMode.EAGER);
    dialog.with(backup, target, newName, other, loss, typed);
    Runnable follow = () -> follow(own);
    backup.addValueChangeListener(change -> {
      if (change.getValue() != null) {
        newName.setValue(suggestion(change.getValue()));
      }
      follow.run();
    });
    target.addValueChangeListener(change -> follow.run());
    other.addValueChangeListener(change -> follow.run());
    typed.addValueChangeListener(change -> follow.run());
    follow.run();
    dialog.onConfirm(
        () -> submit(own), submitted -> Toast.done(Texts.of("restore.done", nameOf(submitted))));
  }

  private static String suggestion(Backup backup) {
    String name = Texts.of("restore.name", BackupMarks.title(backup));
    return name.substring(0, Math.min(255, name.length()));
  }

  /** The backup's own volume, if it is still there for the caller to see. */
  private Optional<Volume> own(UUID volumeId) {
    try {
      return Optional.of(volumes.get(caller, volumeId));
    } catch (Refusal e) {
      return Optional.empty();
    }
  }

  private Stream<Backup> read(UUID volumeId, Query<Backup, String> query) {
    BackupFilter filter =
        BackupFilter.all()
            .ofVolume(volumeId)
            .withStatus(BackupStatus.AVAILABLE)
            .withText(query.getFilter().filter(it -> !it.isBlank()).orElse(null));
    return backups
        .list(
            caller,
            filter,
            Order.descending(BackupSort.DATA_TIMESTAMP),
            new Slice(query.getOffset(), query.getLimit()))
        .stream();
  }

  private Stream<Backup> read(UUID volumeId, Slice slice) {
    return backups
        .list(
            caller,
            BackupFilter.all().ofVolume(volumeId).withStatus(BackupStatus.AVAILABLE),
            Order.descending(BackupSort.DATA_TIMESTAMP),
            slice)
        .stream();
  }

  private Stream<Volume> large(Query<Volume, String> query) {
    VolumeFilter filter =
        VolumeFilter.all()
            .withStatus(VolumeStatus.AVAILABLE)
            .withText(query.getFilter().filter(it -> !it.isBlank()).orElse(null));
    long needed = backup.getValue() == null ? 0 : backup.getValue().sizeBytes();
    return volumes
        .list(
            caller,
            filter,
            Order.descending(VolumeSort.SIZE),
            new Slice(query.getOffset(), query.getLimit()))
        .stream()
        .filter(it -> it.sizeBytes() >= needed);
  }

  private @Nullable Volume overwritten(Optional<Volume> own) {
    return switch (target.getValue()) {
      case NEW -> null;
      case SAME -> own.orElse(null);
      case OTHER -> other.getValue();
    };
  }

  /** Shows what the choice needs, and allows the button once it has it. */
  private void follow(Optional<Volume> own) {
    Volume lost = overwritten(own);
    newName.setVisible(target.getValue() == Target.NEW);
    other.setVisible(target.getValue() == Target.OTHER);
    loss.setVisible(lost != null);
    typed.setVisible(lost != null);
    if (lost != null) {
      loss.say(
          Texts.of("restore.loss", lost.name(), Sizes.shortly(lost.sizeBytes())),
          lost.lastBackupAt() == null
              ? Texts.of("restore.loss.unprotected")
              : Texts.of("restore.loss.protected", moments.ago(lost.lastBackupAt())));
      typed.setLabel(Texts.of("common.type-name", lost.name()));
    }
    boolean named = lost != null && typed.getValue().strip().equals(lost.name().strip());
    dialog.allow(backup.getValue() != null && (target.getValue() == Target.NEW || named));
  }

  private Submitted submit(Optional<Volume> own) {
    Volume lost = overwritten(own);
    UUID source = Objects.requireNonNull(backup.getValue()).id();
    return backups.restore(
        caller,
        source,
        lost == null
            ? new RestoreTarget.ToNewVolume(newName.getValue(), null)
            : new RestoreTarget.ToVolume(lost.id()));
  }

  private static String nameOf(Submitted submitted) {
    Volume volume = submitted.volume();
    return volume == null ? "" : volume.name();
  }

  void open() {
    dialog.openAt(null);
  }
}
