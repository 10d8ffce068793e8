package io.holdfast.console.ui.backup;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.provider.Query;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.holdfast.console.backup.RestoreTarget;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.ui.Notice;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Tone;
import io.holdfast.console.ui.volume.VolumeMarks;
import io.holdfast.console.volume.VolumesService;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.volume.Backend;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeFilter;
import io.holdfast.schema.volume.VolumeSort;
import io.holdfast.schema.volume.VolumeStatus;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a backup is to go: a new volume, its own one, or another one that is large enough. */
final class RestoreTargetFields extends Div {

  private static final long serialVersionUID = 1L;

  private enum Target {
    NEW,
    SAME,
    OTHER
  }

  private final transient Caller caller;
  private final transient VolumesService volumes;
  private final transient @Nullable Volume own;
  private final RadioButtonGroup<Target> target = new RadioButtonGroup<>();
  private final TextField newName = new TextField(Texts.of("restore.new-name"));
  private final Select<Backend> backend = new Select<>();
  private final ComboBox<Volume> other = new ComboBox<>(Texts.of("restore.other"));
  private final Notice none =
      Notice.of(Tone.WARNING, Texts.of("restore.other.none"), Texts.of("restore.other.none.next"));
  private transient @Nullable Backup backup;

  /**
   * @param own the volume that the backup was made of; {@code null}: it is not there any more
   * @param overOwn whether to suggest that one, rather than a new one
   */
  RestoreTargetFields(
      Caller caller,
      VolumesService volumes,
      @Nullable Volume own,
      boolean overOwn,
      Runnable changed) {
    this.caller = caller;
    this.volumes = volumes;
    this.own = own;
    addClassName("restore-part");
    target.setLabel(Texts.of("restore.to"));
    target.setItems(Target.values());
    target.setItemLabelGenerator(it ->
        it == Target.SAME
            ? Texts.of("restore.to.same", own == null ? "–" : own.name())
            : Texts.of("restore.to", it));
    target.setItemEnabledProvider(it -> it != Target.SAME || own != null);
    target.addThemeName("vertical");
    target.setTestId("target");
    target.setValue(overOwn && own != null ? Target.SAME : Target.NEW);
    newName.setMaxLength(255);
    newName.setWidthFull();
    newName.setTestId("new-name");
    newName.setValueChangeMode(ValueChangeMode.EAGER);
    backend.setLabel(Texts.of("volume.backend"));
    backend.setItems(volumes.backends(caller));
    backend.setItemLabelGenerator(it -> VolumeMarks.backend(it, Texts.of("restore.backend.any")));
    backend.setEmptySelectionAllowed(true);
    backend.setEmptySelectionCaption(Texts.of("restore.backend.any"));
    backend.setWidthFull();
    backend.setTestId("backend");
    other.setItems(this::large);
    other.setItemLabelGenerator(it -> it.name() + " · " + Sizes.shortly(it.sizeBytes()));
    other.setHelperText(Texts.of("restore.other.help"));
    other.setWidthFull();
    other.setTestId("other");
    add(target, newName, backend, other, none);
    Runnable follow =
        () -> {
          show();
          changed.run();
        };
    target.addValueChangeListener(change -> follow.run());
    other.addValueChangeListener(change -> follow.run());
    newName.addValueChangeListener(change -> follow.run());
    show();
  }

  /** Says what is to be restored. */
  void of(Backup chosen) {
    if (backup != null && backup.id().equals(chosen.id())) {
      return;
    }
    backup = chosen;
    String name = Texts.of("restore.name", BackupMarks.title(chosen));
    newName.setValue(name.substring(0, Math.min(255, name.length())));
    other.clear();
    other.getDataProvider().refreshAll();
    show();
  }

  /** The volume that is written over; {@code null} for a new one, and while none is chosen. */
  @Nullable Volume overwritten() {
    return switch (target.getValue()) {
      case NEW -> null;
      case SAME -> own;
      case OTHER -> other.getValue();
    };
  }

  /** Whether the choice is complete. */
  boolean complete() {
    return target.getValue() == Target.NEW ? !newName.getValue().isBlank() : overwritten() != null;
  }

  String name() {
    Volume over = overwritten();
    return over == null ? newName.getValue().strip() : over.name();
  }

  RestoreTarget value() {
    return target.getValue() == Target.NEW
        ? new RestoreTarget.ToNewVolume(
            newName.getValue(), backend.getValue() == null ? null : backend.getValue().name())
        : new RestoreTarget.ToVolume(Objects.requireNonNull(overwritten()).id());
  }

  private void show() {
    newName.setVisible(target.getValue() == Target.NEW);
    backend.setVisible(
        target.getValue() == Target.NEW && backend.getListDataView().getItemCount() > 1);
    boolean choosing = target.getValue() == Target.OTHER;
    boolean any = choosing && large(wanted(null), Slice.first(1)).findAny().isPresent();
    other.setVisible(any);
    none.setVisible(choosing && !any);
  }

  private VolumeFilter wanted(@Nullable String text) {
    return VolumeFilter.all()
        .withStatus(VolumeStatus.AVAILABLE)
        .withText(text)
        .ofAtLeast(backup == null ? 0 : backup.sizeBytes());
  }

  private Stream<Volume> large(Query<Volume, String> query) {
    return large(
        wanted(query.getFilter().filter(it -> !it.isBlank()).orElse(null)),
        new Slice(query.getOffset(), query.getLimit()));
  }

  private Stream<Volume> large(VolumeFilter filter, Slice slice) {
    return volumes.list(caller, filter, Order.ascending(VolumeSort.NAME), slice).stream();
  }
}
