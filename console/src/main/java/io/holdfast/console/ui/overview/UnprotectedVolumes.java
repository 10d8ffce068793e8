package io.holdfast.console.ui.overview;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.ui.Line;
import io.holdfast.console.ui.Lines;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.backup.BackupDialogs;
import io.holdfast.console.ui.volume.VolumeMarks;
import io.holdfast.console.ui.volume.VolumesView;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeStatus;
import java.util.Map;

/** Volumes without a fresh backup, the most neglected first, each with the button that helps. */
final class UnprotectedVolumes extends Lines<Volume> {

  private static final long serialVersionUID = 1L;

  private final transient Caller caller;
  private final transient Moments moments;
  private final transient BackupDialogs dialogs;

  UnprotectedVolumes(
      Signal<OverviewReader.Shown> now, Caller caller, Moments moments, BackupDialogs dialogs) {
    super(
        now.map(OverviewReader.Shown::unprotected),
        Volume::id,
        none(Texts.of("overview.unprotected.none")));
    this.caller = caller;
    this.moments = moments;
    this.dialogs = dialogs;
    add(
        new MoreLink(
            now.map(it -> it.figures().unprotectedVolumes() - it.unprotected().size()),
            VolumesView.class,
            Map.of("show", "unprotected")));
  }

  @Override
  protected Line<Volume> line(Signal<Volume> volume) {
    Line<Volume> line =
        new Line<>(volume)
            .link(Volume::name, VolumesView.class, volume.peek().id())
            .more(it ->
                Sizes.shortly(it.sizeBytes()) + " · " + Texts.of("volume.status", it.status()))
            .mark(it -> VolumeMarks.protection(it, moments));
    if (caller.operates()) {
      line.add(backUp(volume));
    }
    return line;
  }

  private Button backUp(Signal<Volume> volume) {
    Button backUp =
        new Button(
            Texts.of("volume.back-up"), click -> dialogs.backUp(caller, volume.peek(), moments));
    backUp.addThemeVariants(ButtonVariant.LUMO_SMALL);
    backUp
        .getElement()
        .bindAttribute("aria-label", volume.map(it -> Texts.of("volume.back-up.of", it.name())));
    backUp.setTestId("back-up");
    backUp.bindVisible(
        volume.map(
            it -> it.status() == VolumeStatus.AVAILABLE || it.status() == VolumeStatus.IN_USE));
    return backUp;
  }
}
