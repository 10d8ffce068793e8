package io.holdfast.console.ui.volume;

import com.vaadin.flow.signals.local.ValueSignal;
import io.holdfast.console.backup.BulkBackups;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.refusal.Bulk;
import io.holdfast.console.ui.BulkDialog;
import io.holdfast.console.ui.Facts;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.RecordGrid;
import io.holdfast.console.ui.SelectionBar;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.volume.Volume;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What can be done with many volumes at once: back them up. */
@Component
class VolumeBulk {

  private final BulkBackups bulk;

  VolumeBulk(BulkBackups bulk) {
    this.bulk = bulk;
  }

  SelectionBar bar(RecordGrid<VolumeRow, ?> list, Caller caller, Moments moments) {
    return new SelectionBar(list, BulkBackups.MOST)
        .with(
            "volume.back-up",
            Icon.BACKUP,
            ids -> bulk.planCreate(caller, ids),
            plan -> backUp(list, caller, moments, plan));
  }

  private void backUp(
      RecordGrid<VolumeRow, ?> list, Caller caller, Moments moments, Bulk<Volume> plan) {
    Set<UUID> ids = plan.accepted().stream().map(Volume::id).collect(Collectors.toSet());
    String nameEnd = " " + moments.forName();
    Facts<List<Volume>> summary =
        new Facts<>(new ValueSignal<>(plan.accepted()), moments)
            .text(Texts.of("volume.title"), all -> Texts.number(all.size()))
            .size(Texts.of("volume.size"), all -> all.stream().mapToLong(Volume::sizeBytes).sum())
            .text(
                Texts.of("volume.bulk.incremental"),
                all -> Texts.number(all.stream().filter(it -> it.lastBackupAt() != null).count()));
    summary.setTestId("summary");
    BulkDialog.of(
            "volume.bulk.back-up",
            plan,
            List.of(summary),
            () -> bulk.create(caller, ids, nameEnd),
            list::deselectAll)
        .openAt(null);
  }
}
