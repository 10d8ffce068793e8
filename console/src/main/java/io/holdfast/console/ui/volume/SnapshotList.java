package io.holdfast.console.ui.volume;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.Line;
import io.holdfast.console.ui.Lines;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.volume.Snapshot;
import io.holdfast.schema.volume.SnapshotStatus;
import java.util.List;

/** A volume's snapshots, each with what can be done with it. */
final class SnapshotList extends Lines<Snapshot> {

  private static final long serialVersionUID = 1L;

  private final transient Caller caller;
  private final transient Moments moments;
  private final transient VolumeDetails.Services services;

  SnapshotList(
      Signal<List<Snapshot>> snapshots,
      Caller caller,
      Moments moments,
      VolumeDetails.Services services) {
    super(snapshots, Snapshot::id, none(Texts.of("snapshot.none")));
    this.caller = caller;
    this.moments = moments;
    this.services = services;
  }

  @Override
  protected Line<Snapshot> line(Signal<Snapshot> snapshot) {
    Line<Snapshot> line =
        new Line<>(snapshot)
            .name(Snapshot::name)
            .more(it -> moments.ago(it.createdAt()), it -> moments.exactly(it.createdAt()))
            .mark(it -> VolumeMarks.snapshot(it.status()));
    if (caller.operates()) {
      line.add(delete(snapshot));
    }
    return line;
  }

  private Button delete(Signal<Snapshot> snapshot) {
    Button delete =
        new Button(
            Icon.DELETE.create(),
            click -> services.dialogs().deleteSnapshot(caller, snapshot.peek()));
    delete.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
    delete.setAriaLabel(Texts.of("snapshot.delete.of", snapshot.peek().name()));
    delete.setTooltipText(Texts.of("snapshot.delete"));
    delete.bindEnabled(
        snapshot.map(it ->
            it.status() == SnapshotStatus.AVAILABLE
                || it.status() == SnapshotStatus.ERROR
                || it.status() == SnapshotStatus.ERROR_DELETING));
    return delete;
  }
}
