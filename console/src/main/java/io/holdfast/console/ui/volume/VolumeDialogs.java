package io.holdfast.console.ui.volume;

import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.BigDecimalField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.ui.ActionDialog;
import io.holdfast.console.ui.Edit;
import io.holdfast.console.ui.Fields;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Notice;
import io.holdfast.console.ui.Pairs;
import io.holdfast.console.ui.Places;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Toast;
import io.holdfast.console.ui.Tone;
import io.holdfast.console.volume.SnapshotsService;
import io.holdfast.console.volume.VolumeRequest;
import io.holdfast.console.volume.VolumesService;
import io.holdfast.schema.volume.Backend;
import io.holdfast.schema.volume.Snapshot;
import io.holdfast.schema.volume.Volume;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The dialogs about volumes and their snapshots. */
@Component
public class VolumeDialogs {

  private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);
  private static final BigDecimal MOST_GIB = BigDecimal.valueOf(1L << 20);

  private final VolumesService volumes;
  private final SnapshotsService snapshots;
  private final Places places;

  VolumeDialogs(VolumesService volumes, SnapshotsService snapshots, Places places) {
    this.volumes = volumes;
    this.snapshots = snapshots;
    this.places = places;
  }

  void create(Caller caller, Consumer<Volume> made) {
    TextField name = name("");
    BigDecimalField size = size(BigDecimal.TEN);
    TextArea description = description("");
    Select<Backend> backend = new Select<>();
    backend.setLabel(Texts.of("volume.backend"));
    backend.setItemLabelGenerator(it -> VolumeMarks.backend(it, Texts.of("volume.backend.any")));
    List<Backend> backends = volumes.backends(caller);
    backend.setItems(backends);
    backend.setEmptySelectionAllowed(true);
    backend.setEmptySelectionCaption(Texts.of("volume.backend.any"));
    backend.setWidthFull();
    Select<Places.Place> project = places.projects(caller);
    project.setWidthFull();
    project.setTestId("project");
    TextArea metadata = metadata(Map.of());
    ActionDialog dialog =
        new ActionDialog(Texts.of("volume.create"), Texts.of("volume.create.confirm"));
    if (backends.isEmpty()) {
      dialog.with(
          Notice.of(
              Tone.WARNING, Texts.of("volume.no-backend"), Texts.of("volume.no-backend.next")));
    }
    dialog
        .with(name, size, backend, project, description, metadata)
        .onConfirm(
            () ->
                volumes.create(
                    caller,
                    new VolumeRequest(
                        name.getValue(),
                        bytes(size.getValue()),
                        backend.getValue() == null ? null : backend.getValue().name(),
                        project.getValue().id(),
                        description.getValue(),
                        Pairs.of(metadata.getValue()))),
            volume -> {
              Toast.done(Texts.of("volume.create.done", volume.name()));
              made.accept(volume);
            })
        .openAt(name);
  }

  void extend(Caller caller, Volume volume) {
    BigDecimal now = BigDecimal.valueOf(volume.sizeBytes()).divide(GIB);
    BigDecimalField size = size(now.multiply(BigDecimal.TWO));
    new ActionDialog(Texts.of("volume.extend.of", volume.name()), Texts.of("volume.extend"))
        .say(Texts.of("volume.extend.text", Sizes.shortly(volume.sizeBytes())))
        .with(size)
        .onConfirm(
            () -> volumes.extend(caller, volume.id(), bytes(size.getValue())),
            it -> Toast.done(Texts.of("volume.extend.done", volume.name())))
        .openAt(size);
  }

  void edit(Caller caller, Volume volume) {
    TextField name = name(volume.name());
    TextArea description = description(volume.description());
    TextArea metadata = metadata(volume.metadata());
    new ActionDialog(Texts.of("volume.edit.of", volume.name()), Texts.of("common.save"))
        .with(name, description, metadata)
        .onConfirm(
            () -> {
              Volume now = volumes.get(caller, volume.id());
              return volumes.describe(
                  caller,
                  volume.id(),
                  Edit.of(volume.name(), name.getValue(), now.name()),
                  Edit.of(volume.description(), description.getValue(), now.description()),
                  Edit.ofPairs(volume.metadata(), metadata.getValue(), now.metadata()));
            },
            it -> Toast.done(Texts.of("common.saved")))
        .openAt(name);
  }

  void delete(Caller caller, Volume volume) {
    new ActionDialog(Texts.of("volume.delete.of", volume.name()), Texts.of("volume.delete"))
        .destructive()
        .say(
            Texts.of(
                volume.lastIntactBackupAt() == null
                    ? "volume.delete.unprotected"
                    : "volume.delete.protected",
                volume.name(),
                Sizes.shortly(volume.sizeBytes())))
        .confirmByTyping(volume.name())
        .onConfirm(
            () -> {
              volumes.delete(caller, volume.id());
              return volume;
            },
            it -> Toast.done(Texts.of("volume.delete.done", volume.name())))
        .openAt(null);
  }

  void reset(Caller caller, Volume volume) {
    new ActionDialog(Texts.of("volume.reset.of", volume.name()), Texts.of("volume.reset"))
        .say(Texts.of("volume.reset.text"))
        .onConfirm(
            () -> volumes.reset(caller, volume.id()),
            it -> Toast.done(Texts.of("volume.reset.done", volume.name())))
        .openAt(null);
  }

  void snapshot(Caller caller, Volume volume, Moments moments) {
    TextField name = name(volume.name() + " " + moments.forName());
    new ActionDialog(Texts.of("volume.snapshot.of", volume.name()), Texts.of("volume.snapshot"))
        .say(Texts.of("volume.snapshot.text"))
        .with(name)
        .onConfirm(
            () -> snapshots.create(caller, volume.id(), name.getValue(), null),
            it -> Toast.done(Texts.of("snapshot.create.done", it.name())))
        .openAt(name);
  }

  void deleteSnapshot(Caller caller, Snapshot snapshot) {
    new ActionDialog(Texts.of("snapshot.delete.of", snapshot.name()), Texts.of("snapshot.delete"))
        .destructive()
        .say(Texts.of("snapshot.delete.text"))
        .onConfirm(
            () -> {
              snapshots.delete(caller, snapshot.id());
              return snapshot;
            },
            it -> Toast.done(Texts.of("snapshot.delete.done", snapshot.name())))
        .openAt(null);
  }

  private static TextField name(String value) {
    TextField name = new TextField(Texts.of("common.name"));
    name.setValue(value);
    name.setMaxLength(255);
    name.setRequiredIndicatorVisible(true);
    name.setWidthFull();
    name.setTestId("name");
    return name;
  }

  private static TextArea description(String value) {
    TextArea description = new TextArea(Texts.of("volume.description"));
    description.setValue(value);
    description.setMaxLength(1000);
    description.setWidthFull();
    description.setTestId("description");
    return description;
  }

  private static TextArea metadata(Map<String, String> pairs) {
    TextArea metadata = new TextArea(Texts.of("common.metadata"));
    metadata.setHelperText(Texts.of("volume.metadata.help"));
    metadata.setValue(Pairs.lines(pairs));
    metadata.setWidthFull();
    metadata.setTestId("metadata");
    return metadata;
  }

  private static BigDecimalField size(BigDecimal gib) {
    BigDecimalField size = Fields.decimal(Texts.of("volume.size.gib"));
    size.setValue(gib.stripTrailingZeros().scale() < 0 ? gib.setScale(0) : gib);
    size.setWidthFull();
    size.setTestId("size");
    return size;
  }

  private static long bytes(@Nullable BigDecimal gib) {
    if (gib == null || gib.signum() <= 0 || gib.compareTo(MOST_GIB) > 0) {
      throw Refusal.invalid(
          "size-invalid", Texts.of("volume.size.wrong"), Texts.of("volume.size.wrong.next"));
    }
    // Whole MiB: every backend can make those.
    return gib.multiply(GIB).longValue() >> 20 << 20;
  }
}
