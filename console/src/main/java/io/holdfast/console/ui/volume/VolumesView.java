package io.holdfast.console.ui.volume;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.router.Route;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.policy.PoliciesService;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.ui.Cells;
import io.holdfast.console.ui.Details;
import io.holdfast.console.ui.FilterChoices;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.Ids;
import io.holdfast.console.ui.ListPage;
import io.holdfast.console.ui.RecordGrid;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.backup.BackupDialogs;
import io.holdfast.console.volume.VolumesService;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.change.ChangedTable;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeSort;
import io.holdfast.schema.volume.VolumeStatus;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** All volumes: what state each is in, whether it is protected, and what backs it up next. */
@Route("volumes/:id?")
@PermitAll
public class VolumesView extends ListPage<VolumeRow, VolumeSort> {

  private static final long serialVersionUID = 1L;

  private final transient VolumesService volumes;
  private final transient PoliciesService policies;
  private final transient BackupDialogs backupDialogs;
  private final transient VolumeDetails.Services services;
  private final transient VolumeFilters choice;

  public VolumesView(
      VolumesService volumes,
      PoliciesService policies,
      FilterChoices choices,
      VolumeDetails.Services services,
      BackupDialogs backupDialogs,
      VolumeBulk bulk,
      LiveUpdates live) {
    super(
        live,
        Texts.of("volume.title"),
        "volumes",
        ChangedTable.VOLUME,
        ChangedTable.POLICY,
        ChangedTable.PROJECT);
    this.volumes = volumes;
    this.policies = policies;
    this.services = services;
    this.backupDialogs = backupDialogs;
    if (caller().operates()) {
      Button create =
          new Button(
              Texts.of("volume.create"),
              Icon.ADD.create(),
              click ->
                  services.dialogs().create(caller(), volume -> choose(volume.id().toString())));
      create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
      create.setTestId("create-volume");
      addAction(create);
    }
    this.choice = new VolumeFilters(filters(), choices, caller());
    RecordGrid<VolumeRow, VolumeSort> list = list();
    setGrid(list);
    if (caller().operates()) {
      setSelection(bulk.bar(list, caller(), moments()));
    }
  }

  private List<VolumeRow> read(Order<VolumeSort> order, Slice slice) {
    return rows(volumes.list(caller(), choice.filter(), order, slice));
  }

  private List<VolumeRow> rows(List<Volume> read) {
    Map<UUID, List<String>> covering =
        policies.namesCovering(caller(), read.stream().map(Volume::id).toList());
    return read.stream()
        .map(volume ->
            new VolumeRow(volume, String.join(", ", covering.getOrDefault(volume.id(), List.of()))))
        .toList();
  }

  private RecordGrid<VolumeRow, VolumeSort> list() {
    RecordGrid<VolumeRow, VolumeSort> list =
        new RecordGrid<>(
            Order.ascending(VolumeSort.PROTECTION),
            this::read,
            () -> volumes.count(caller(), choice.filter()),
            row -> row.volume().id());
    var name =
        list.addMain(
                Texts.of("volume.name"),
                Cells.<VolumeRow>name(
                    row -> row.volume().name(), row -> row.volume().description()))
            .setFlexGrow(2);
    list.sortable(name, VolumeSort.NAME);
    name.setRowHeader(true);
    list.sortable(
        list.addMain(
                Texts.of("volume.status"),
                Cells.<VolumeRow>mark(row -> VolumeMarks.status(row.volume())))
            .setWidth("9.5rem")
            .setFlexGrow(0),
        VolumeSort.STATUS);
    var protection =
        list.addMain(
                Texts.of("volume.protection"),
                Cells.<VolumeRow>mark(row -> VolumeMarks.protection(row.volume(), moments())))
            .setWidth("12rem")
            .setFlexGrow(1);
    list.sortable(protection, VolumeSort.PROTECTION);
    list.addExtra(Texts.of("volume.next"), Cells.<VolumeRow>name(this::next, VolumesView::policies))
        .setWidth("10.5rem")
        .setFlexGrow(0);
    list.sortable(
        list.addMain(
                Texts.of("volume.size"), Cells.<VolumeRow>size(row -> row.volume().sizeBytes()))
            .setWidth("7rem")
            .setFlexGrow(0),
        VolumeSort.SIZE);
    list.sortable(
        list.addSpare(
                Texts.of("volume.backend"), Cells.<VolumeRow>text(row -> row.volume().backend()))
            .setWidth("8rem")
            .setFlexGrow(0),
        VolumeSort.BACKEND);
    if (caller().seesInstallation()) {
      list.addSpare(
              Texts.of("volume.project"), Cells.<VolumeRow>text(row -> row.volume().projectName()))
          .setWidth("9rem")
          .setFlexGrow(0);
    }
    if (caller().operates()) {
      // Beside details, which have it too, names need the room.
      list.addExtra(
              Texts.of("common.actions"),
              Cells.<VolumeRow>button(
                  "back-up",
                  Texts.of("volume.back-up"),
                  row -> Texts.of("volume.back-up.of", row.volume().name()),
                  row -> backable(row.volume().status()),
                  row -> backupDialogs.backUp(caller(), row.volume(), moments())))
          .setWidth("8rem")
          .setFlexGrow(0)
          .setSortable(false);
    }
    list.addNarrow(
        Cells.card(
            row -> row.volume().name(),
            row -> VolumeMarks.protection(row.volume(), moments()),
            row ->
                Texts.of("volume.status", row.volume().status())
                    + " · "
                    + Sizes.shortly(row.volume().sizeBytes())));
    list.setEmptyStateText(Texts.of("volume.none"));
    return list;
  }

  private static String policies(VolumeRow row) {
    return row.volume().nextRunAt() == null ? Texts.of("volume.next.none") : row.policies();
  }

  private String next(VolumeRow row) {
    return row.volume().nextRunAt() == null ? "" : moments().ago(row.volume().nextRunAt());
  }

  static boolean backable(VolumeStatus status) {
    return status == VolumeStatus.AVAILABLE || status == VolumeStatus.IN_USE;
  }

  @Override
  protected void counted() {
    subtitle(Texts.of("volume.count", volumes.count(caller(), choice.filter())));
  }

  @Override
  protected String idOf(VolumeRow row) {
    return row.volume().id().toString();
  }

  @Override
  protected Optional<VolumeRow> find(String id) {
    try {
      return rows(List.of(volumes.get(caller(), Ids.parse("volume", id)))).stream().findFirst();
    } catch (Refusal e) {
      return Optional.empty();
    }
  }

  @Override
  protected Details<?> detailsOf(String id) {
    return new VolumeDetails(id, caller(), moments(), services);
  }
}
