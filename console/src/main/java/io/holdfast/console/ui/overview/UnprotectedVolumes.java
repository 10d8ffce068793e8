package io.holdfast.console.ui.overview;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.RouteParameters;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.ui.Drawn;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.backup.BackupDialogs;
import io.holdfast.console.ui.volume.VolumeMarks;
import io.holdfast.console.ui.volume.VolumesView;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeStatus;
import java.util.List;
import java.util.Map;

/** Volumes without a fresh backup, the most neglected first, each with the button that helps. */
final class UnprotectedVolumes extends Drawn<UnprotectedVolumes.Neglected> {

  private static final long serialVersionUID = 1L;

  private final transient Caller caller;
  private final transient Moments moments;
  private final transient BackupDialogs dialogs;

  /**
   * The volumes that are named, and of how many.
   *
   * @param count of all
   */
  record Neglected(List<Volume> volumes, int count) {}

  UnprotectedVolumes(
      Signal<OverviewReader.Shown> now, Caller caller, Moments moments, BackupDialogs dialogs) {
    super(
        now.map(shown -> new Neglected(shown.unprotected(), shown.figures().unprotectedVolumes())));
    this.caller = caller;
    this.moments = moments;
    this.dialogs = dialogs;
  }

  @Override
  protected void draw(Neglected shown) {
    if (shown.volumes().isEmpty()) {
      Span none = new Span(Texts.of("overview.unprotected.none"));
      none.addClassName("quiet");
      add(none);
      return;
    }
    UnorderedList list = new UnorderedList();
    list.addClassName("lines");
    shown.volumes().forEach(volume -> list.add(line(volume)));
    add(list);
    int more = shown.count() - shown.volumes().size();
    if (more > 0) {
      RouterLink all = new RouterLink(Texts.of("overview.more", more), VolumesView.class);
      all.setQueryParameters(QueryParameters.simple(Map.of("show", "unprotected")));
      add(all);
    }
  }

  private ListItem line(Volume volume) {
    RouterLink name =
        new RouterLink(
            volume.name(), VolumesView.class, new RouteParameters("id", volume.id().toString()));
    name.addClassName("cell-main");
    Span more =
        new Span(
            Sizes.shortly(volume.sizeBytes()) + " · " + Texts.of("volume.status", volume.status()));
    more.addClassName("cell-more");
    Div text = new Div(name, more);
    text.addClassName("cell-name");
    ListItem line = new ListItem(text, VolumeMarks.protection(volume, moments).badge());
    line.addClassName("line");
    boolean idle =
        volume.status() == VolumeStatus.AVAILABLE || volume.status() == VolumeStatus.IN_USE;
    if (caller.operates() && idle) {
      Button backUp =
          new Button(Texts.of("volume.back-up"), click -> dialogs.backUp(caller, volume, moments));
      backUp.addThemeVariants(ButtonVariant.LUMO_SMALL);
      backUp.setAriaLabel(Texts.of("volume.back-up.of", volume.name()));
      backUp.setTestId("back-up");
      line.add(backUp);
    }
    return line;
  }
}
