package io.holdfast.console.ui.backup;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.router.Route;
import io.holdfast.console.backup.BackupsService;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.repository.RepositoriesService;
import io.holdfast.console.ui.Cells;
import io.holdfast.console.ui.Details;
import io.holdfast.console.ui.FilterBar.Choice;
import io.holdfast.console.ui.Ids;
import io.holdfast.console.ui.ListPage;
import io.holdfast.console.ui.RecordGrid;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.volume.VolumesService;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupFilter;
import io.holdfast.schema.backup.BackupSort;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.change.ChangedTable;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeFilter;
import io.holdfast.schema.volume.VolumeSort;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All backups: of what, how they stand, what they take. */
@Route("backups/:id?")
@PermitAll
public class BackupsView extends ListPage<Backup, BackupSort> {

  private static final long serialVersionUID = 1L;

  private final transient BackupsService backups;
  private final transient VolumesService volumes;
  private final transient BackupDialogs dialogs;
  private final transient BackupDetails.Services services;

  public BackupsView(
      BackupsService backups,
      VolumesService volumes,
      RepositoriesService repositories,
      BackupDialogs dialogs,
      BackupDetails.Services services,
      LiveUpdates live) {
    super(live, Texts.of("backup.title"), "backups", ChangedTable.BACKUP);
    this.backups = backups;
    this.volumes = volumes;
    this.dialogs = dialogs;
    this.services = services;
    filters().addSearch("q", Texts.of("backup.search"));
    filters()
        .addChoice(
            "status",
            Texts.of("backup.status"),
            List.of(
                new Choice("", Texts.of("backup.show.all")),
                new Choice("available", Texts.of("backup.status", BackupStatus.AVAILABLE)),
                new Choice("busy", Texts.of("backup.show.busy")),
                new Choice("error", Texts.of("backup.show.error"))));
    filters()
        .addRecord(
            "volume",
            Texts.of("backup.volume.any"),
            (Volume volume) -> volume.id().toString(),
            Volume::name,
            this::volume,
            (box, parameter) -> fill(box));
    if (caller().seesInstallation()) {
      filters()
          .addChoice(
              "repository",
              Texts.of("backup.repository"),
              Stream.concat(
                      Stream.of(new Choice("", Texts.of("backup.repository.any"))),
                      repositories.list(caller()).stream()
                          .map(it -> new Choice(it.id().toString(), it.name())))
                  .toList());
    }
    setGrid(list());
  }

  private void fill(ComboBox<Volume> box) {
    box.setItems(query ->
        volumes
            .list(
                caller(),
                VolumeFilter.all()
                    .withText(query.getFilter().filter(it -> !it.isBlank()).orElse(null)),
                Order.ascending(VolumeSort.NAME),
                new Slice(query.getOffset(), query.getLimit()))
            .stream());
  }

  private Optional<Volume> volume(String id) {
    try {
      return Optional.of(volumes.get(caller(), Ids.parse("volume", id)));
    } catch (Refusal e) {
      return Optional.empty();
    }
  }

  private RecordGrid<Backup, BackupSort> list() {
    RecordGrid<Backup, BackupSort> list =
        new RecordGrid<>(
            BackupSort.class,
            Order.descending(BackupSort.CREATED),
            (order, slice) -> backups.list(caller(), filter(), order, slice),
            () -> backups.count(caller(), filter()),
            Backup::id);
    var name =
        list.sortable(
            list.addMain(
                Texts.of("backup.backup"),
                Cells.name(
                    BackupMarks::title, it -> it.volumeName() + " · " + BackupMarks.kind(it))),
            BackupSort.NAME);
    name.setFlexGrow(2).setRowHeader(true);
    list.sortable(
        list.addMain(Texts.of("backup.status"), Cells.mark(BackupMarks::status))
            .setWidth("9rem")
            .setFlexGrow(0),
        BackupSort.STATUS);
    var created =
        list.sortable(
            list.addMain(
                    Texts.of("backup.created"), Cells.<Backup>moment(Backup::createdAt, moments()))
                .setWidth("9rem")
                .setFlexGrow(0),
            BackupSort.CREATED);
    list.sortable(
        list.addMain(Texts.of("backup.size"), Cells.<Backup>size(Backup::sizeBytes))
            .setWidth("7rem")
            .setFlexGrow(0),
        BackupSort.SIZE);
    list.sortable(
        list.addExtra(Texts.of("backup.stored"), Cells.<Backup>size(Backup::storedBytes))
            .setWidth("7rem")
            .setFlexGrow(0),
        BackupSort.STORED);
    list.addExtra(
            Texts.of("backup.verification"),
            Cells.mark(it -> BackupMarks.verification(it, moments())))
        .setWidth("12rem")
        .setFlexGrow(0);
    if (caller().operates()) {
      list.addMain(
              Texts.of("common.actions"),
              Cells.<Backup>button(
                  "restore",
                  Texts.of("backup.restore"),
                  it -> Texts.of("backup.restore.of", BackupMarks.title(it)),
                  it -> it.status() == BackupStatus.AVAILABLE,
                  it -> dialogs.restore(caller(), it, moments())))
          .setWidth("7.5rem")
          .setFlexGrow(0);
    }
    list.addNarrow(
        Cells.card(
            BackupMarks::title,
            BackupMarks::status,
            it ->
                Stream.of(
                        it.volumeName(),
                        moments().ago(it.createdAt()),
                        Sizes.shortly(it.sizeBytes()))
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining(" · "))));
    list.setEmptyStateText(Texts.of("backup.none"));
    list.markUsual(created);
    return list;
  }

  private BackupFilter filter() {
    String volume = filters().value("volume");
    String repository = filters().value("repository");
    BackupFilter filter =
        BackupFilter.all()
            .withText(filters().value("q"))
            .ofVolume(volume == null ? null : UUID.fromString(volume))
            .inRepository(repository == null ? null : UUID.fromString(repository));
    String status = filters().value("status");
    return switch (status == null ? "" : status) {
      case "available" -> filter.withStatus(BackupStatus.AVAILABLE);
      case "busy" ->
          filter.withStatus(BackupStatus.CREATING, BackupStatus.RESTORING, BackupStatus.DELETING);
      case "error" -> filter.withStatus(BackupStatus.ERROR, BackupStatus.ERROR_DELETING);
      default -> filter;
    };
  }

  @Override
  protected void counted() {
    subtitle(Texts.of("backup.count", backups.count(caller(), filter())));
  }

  @Override
  protected String idOf(Backup backup) {
    return backup.id().toString();
  }

  @Override
  protected Optional<Backup> find(String id) {
    try {
      return Optional.of(backups.get(caller(), Ids.parse("backup", id)));
    } catch (Refusal e) {
      return Optional.empty();
    }
  }

  @Override
  protected Details<?> detailsOf(String id) {
    return new BackupDetails(id, caller(), moments(), services);
  }
}
