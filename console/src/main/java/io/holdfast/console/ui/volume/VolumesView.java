package io.holdfast.console.ui.volume;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.router.Route;
import io.holdfast.console.backup.BackupsService;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.ui.Cells;
import io.holdfast.console.ui.Details;
import io.holdfast.console.ui.FilterBar.Choice;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.Ids;
import io.holdfast.console.ui.ListPage;
import io.holdfast.console.ui.RecordGrid;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.backup.BackupDialogs;
import io.holdfast.console.volume.VolumesService;
import io.holdfast.schema.Order;
import io.holdfast.schema.change.ChangedTable;
import io.holdfast.schema.volume.Protection;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeFilter;
import io.holdfast.schema.volume.VolumeSort;
import io.holdfast.schema.volume.VolumeStatus;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Optional;

/** All volumes: what state each is in, and whether it is protected. */
@Route("volumes/:id?")
@PermitAll
public class VolumesView extends ListPage<Volume, VolumeSort> {

  private static final long serialVersionUID = 1L;

  private static final Protection[] WANTING = Protection.WANTING.toArray(Protection[]::new);

  private final transient VolumesService volumes;
  private final transient BackupDialogs backupDialogs;
  private final transient VolumeDetails.Services services;

  public VolumesView(
      VolumesService volumes,
      BackupsService backups,
      VolumeDetails.Services services,
      BackupDialogs backupDialogs,
      LiveUpdates live) {
    super(live, Texts.of("volume.title"), "volumes", ChangedTable.VOLUME, ChangedTable.POLICY);
    this.volumes = volumes;
    this.services = services;
    this.backupDialogs = backupDialogs;
    if (caller().operates()) {
      Button create =
          new Button(
              Texts.of("volume.create"),
              Icon.ADD.create(),
              click -> services.dialogs().create(caller(), volume -> choose(idOf(volume))));
      create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
      create.setTestId("create-volume");
      addAction(create);
    }
    filters().addSearch("q", Texts.of("volume.search"));
    filters()
        .addChoice(
            "show",
            Texts.of("volume.show"),
            List.of(
                new Choice("", Texts.of("volume.show.all")),
                new Choice("unprotected", Texts.of("volume.show.unprotected")),
                new Choice("in-use", Texts.of("volume.show.in-use")),
                new Choice("busy", Texts.of("volume.show.busy")),
                new Choice("error", Texts.of("volume.show.error"))));
    setGrid(list());
  }

  private RecordGrid<Volume, VolumeSort> list() {
    RecordGrid<Volume, VolumeSort> list =
        new RecordGrid<>(
            VolumeSort.class,
            Order.ascending(VolumeSort.PROTECTION),
            (order, slice) -> volumes.list(caller(), filter(), order, slice),
            () -> volumes.count(caller(), filter()),
            Volume::id);
    var name =
        list.addMain(Texts.of("volume.name"), Cells.name(Volume::name, Volume::description))
            .setFlexGrow(2);
    list.sortable(name, VolumeSort.NAME);
    name.setRowHeader(true);
    list.sortable(
        list.addMain(Texts.of("volume.status"), Cells.mark(VolumeMarks::status))
            .setWidth("9.5rem")
            .setFlexGrow(0),
        VolumeSort.STATUS);
    var protection =
        list.addMain(
                Texts.of("volume.protection"),
                Cells.mark(volume -> VolumeMarks.protection(volume, moments())))
            .setWidth("13rem")
            .setFlexGrow(1);
    list.sortable(protection, VolumeSort.PROTECTION);
    list.sortable(
        list.addMain(Texts.of("volume.size"), Cells.<Volume>size(Volume::sizeBytes))
            .setWidth("7rem")
            .setFlexGrow(0),
        VolumeSort.SIZE);
    list.sortable(
        list.addExtra(
                Texts.of("volume.backend"),
                LitRenderer.<Volume>of("${item.it}").withProperty("it", Volume::backend))
            .setWidth("8rem")
            .setFlexGrow(0),
        VolumeSort.BACKEND);
    if (caller().operates()) {
      // Beside details, which have it too, names need the room.
      list.addExtra(Texts.of("common.actions"), backUp())
          .setWidth("8rem")
          .setFlexGrow(0)
          .setSortable(false);
    }
    list.addNarrow(
        Cells.card(
            Volume::name,
            volume -> VolumeMarks.protection(volume, moments()),
            volume ->
                Texts.of("volume.status", volume.status())
                    + " · "
                    + io.holdfast.console.ui.Sizes.shortly(volume.sizeBytes())));
    list.setEmptyStateText(Texts.of("volume.none"));
    list.markUsual(protection);
    return list;
  }

  private LitRenderer<Volume> backUp() {
    return Cells.button(
        "back-up",
        Texts.of("volume.back-up"),
        volume -> Texts.of("volume.back-up.of", volume.name()),
        volume -> backable(volume.status()),
        volume -> backupDialogs.backUp(caller(), volume, moments()));
  }

  static boolean backable(VolumeStatus status) {
    return status == VolumeStatus.AVAILABLE || status == VolumeStatus.IN_USE;
  }

  private VolumeFilter filter() {
    VolumeFilter filter = VolumeFilter.all().withText(filters().value("q"));
    String show = filters().value("show");
    return switch (show == null ? "" : show) {
      case "unprotected" -> filter.withProtection(WANTING);
      case "in-use" -> filter.withStatus(VolumeStatus.IN_USE);
      case "busy" ->
          filter.withStatus(
              VolumeStatus.BACKING_UP,
              VolumeStatus.RESTORING_BACKUP,
              VolumeStatus.CREATING,
              VolumeStatus.EXTENDING,
              VolumeStatus.DELETING);
      case "error" ->
          filter.withStatus(
              VolumeStatus.ERROR, VolumeStatus.ERROR_RESTORING, VolumeStatus.ERROR_DELETING);
      default -> filter;
    };
  }

  @Override
  protected void counted() {
    subtitle(Texts.of("volume.count", volumes.count(caller(), filter())));
  }

  @Override
  protected String idOf(Volume volume) {
    return volume.id().toString();
  }

  @Override
  protected Optional<Volume> find(String id) {
    try {
      return Optional.of(volumes.get(caller(), Ids.parse("volume", id)));
    } catch (Refusal e) {
      return Optional.empty();
    }
  }

  @Override
  protected Details<?> detailsOf(String id) {
    return new VolumeDetails(id, caller(), moments(), services);
  }
}
