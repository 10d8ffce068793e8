package io.holdfast.console.ui.volume;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.ui.Drawn;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.volume.Snapshot;
import io.holdfast.schema.volume.SnapshotStatus;
import java.util.List;

/** A volume's snapshots, each with what can be done with it. */
final class SnapshotList extends Drawn<List<Snapshot>> {

  private static final long serialVersionUID = 1L;

  private final transient Caller caller;
  private final transient Moments moments;
  private final transient VolumeDetails.Services services;

  SnapshotList(
      Signal<List<Snapshot>> snapshots,
      Caller caller,
      Moments moments,
      VolumeDetails.Services services) {
    super(snapshots);
    this.caller = caller;
    this.moments = moments;
    this.services = services;
  }

  @Override
  protected void draw(List<Snapshot> snapshots) {
    if (snapshots.isEmpty()) {
      Span none = new Span(Texts.of("snapshot.none"));
      none.addClassName("quiet");
      add(none);
      return;
    }
    UnorderedList list = new UnorderedList();
    list.addClassName("lines");
    snapshots.forEach(snapshot -> list.add(line(snapshot)));
    add(list);
  }

  private ListItem line(Snapshot snapshot) {
    Span name = new Span(snapshot.name());
    name.addClassName("cell-main");
    Span when = new Span(moments.ago(snapshot.createdAt()));
    when.addClassName("cell-more");
    when.getElement().setAttribute("title", moments.exactly(snapshot.createdAt()));
    Div text = new Div(name, when);
    text.addClassName("cell-name");
    ListItem line = new ListItem(text, VolumeMarks.snapshot(snapshot.status()).badge());
    line.addClassName("line");
    if (caller.operates()) {
      Button delete =
          new Button(
              Icon.DELETE.create(), click -> services.dialogs().deleteSnapshot(caller, snapshot));
      delete.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
      delete.setAriaLabel(Texts.of("snapshot.delete.of", snapshot.name()));
      delete.setTooltipText(Texts.of("snapshot.delete"));
      delete.setEnabled(
          snapshot.status() == SnapshotStatus.AVAILABLE
              || snapshot.status() == SnapshotStatus.ERROR
              || snapshot.status() == SnapshotStatus.ERROR_DELETING);
      line.add(delete);
    }
    return line;
  }
}
