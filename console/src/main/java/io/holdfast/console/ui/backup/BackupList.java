package io.holdfast.console.ui.backup;

import io.holdfast.console.backup.BackupsService;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.ui.Cells;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.RecordGrid;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupFilter;
import io.holdfast.schema.backup.BackupSort;
import io.holdfast.schema.backup.BackupStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The list of backups, and its columns. */
final class BackupList {

  private static final Order<BackupSort> BY_VOLUME = Order.ascending(BackupSort.VOLUME_NAME);

  private final BackupsService backups;
  private final Caller caller;
  private final Moments moments;
  private final Supplier<BackupFilter> filter;
  private final RecordGrid<Backup, BackupSort> list;

  /** While it is grouped: those that stand first of their volume, as far as they were read. */
  private final Set<UUID> first = new HashSet<>();

  private boolean grouped;

  BackupList(
      BackupsService backups, Caller caller, Moments moments, Supplier<BackupFilter> filter) {
    this.backups = backups;
    this.caller = caller;
    this.moments = moments;
    this.filter = filter;
    this.list =
        new RecordGrid<>(
            Order.descending(BackupSort.DATA_TIMESTAMP),
            this::read,
            () -> backups.count(caller, filter.get()),
            Backup::id);
  }

  RecordGrid<Backup, BackupSort> grid() {
    return list;
  }

  /** Lists one volume's backups after the other's, or all as one chooses. */
  void group(boolean byVolume) {
    grouped = byVolume;
    list.fix(byVolume ? BY_VOLUME : null);
  }

  private List<Backup> read(Order<BackupSort> order, Slice slice) {
    if (!grouped) {
      return backups.list(caller, filter.get(), order, slice);
    }
    // With the one before: whether the first one stands below another of its volume.
    int before = Math.min(slice.offset(), 1);
    List<Backup> read =
        backups.list(
            caller,
            filter.get(),
            order,
            new Slice(slice.offset() - before, slice.limit() + before));
    for (int i = before; i < read.size(); i++) {
      if (i == 0 || !read.get(i).volumeId().equals(read.get(i - 1).volumeId())) {
        first.add(read.get(i).id());
      } else {
        first.remove(read.get(i).id());
      }
    }
    return read.subList(Math.min(before, read.size()), read.size());
  }

  private String group(Backup backup) {
    return grouped && first.contains(backup.id()) ? backup.volumeName() : "";
  }

  private String more(Backup backup) {
    String kind = BackupMarks.kind(backup);
    return grouped ? kind : backup.volumeName() + " · " + kind;
  }

  void addColumns(BackupDialogs dialogs) {
    list.sortable(
            list.addMain(
                Texts.of("backup.backup"),
                Cells.grouped(this::group, BackupMarks::title, this::more)),
            BackupSort.NAME)
        .setFlexGrow(2)
        .setRowHeader(true);
    list.sortable(
        list.addMain(Texts.of("backup.status"), Cells.mark(BackupMarks::status))
            .setWidth("9rem")
            .setFlexGrow(0),
        BackupSort.STATUS);
    var moment =
        list.sortable(
            list.addMain(
                    Texts.of("backup.moment"), Cells.<Backup>moment(Backup::dataTimestamp, moments))
                .setWidth("9rem")
                .setFlexGrow(0),
            BackupSort.DATA_TIMESTAMP);
    list.sortable(
        list.addMain(Texts.of("backup.size"), Cells.<Backup>size(Backup::sizeBytes))
            .setWidth("7rem")
            .setFlexGrow(0),
        BackupSort.SIZE);
    list.sortable(
        list.addExtra(Texts.of("backup.stored"), Cells.<Backup>size(Backup::storedBytes))
            .setWidth("8rem")
            .setFlexGrow(0),
        BackupSort.STORED);
    list.addExtra(
            Texts.of("backup.verification"),
            Cells.mark(it -> BackupMarks.verification(it, moments)))
        .setWidth("12.5rem")
        .setFlexGrow(0);
    list.addSpare(Texts.of("backup.worker"), Cells.<Backup>text(Backup::host))
        .setWidth("8rem")
        .setFlexGrow(0);
    if (caller.operates()) {
      // Beside details, which have it too, names need the room.
      list.addExtra(
              Texts.of("common.actions"),
              Cells.<Backup>button(
                  "restore",
                  Texts.of("backup.restore"),
                  it -> Texts.of("backup.restore.of", BackupMarks.title(it)),
                  it -> it.status() == BackupStatus.AVAILABLE,
                  it -> dialogs.restore(caller, it, moments)))
          .setWidth("9.5rem")
          .setFlexGrow(0);
    }
    list.addNarrow(Cells.card(this::group, BackupMarks::title, BackupMarks::status, this::card));
    list.setEmptyStateText(Texts.of("backup.none"));
  }

  private String card(Backup backup) {
    return Stream.of(
            grouped ? "" : backup.volumeName(),
            moments.ago(backup.dataTimestamp()),
            Sizes.shortly(backup.sizeBytes()))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" · "));
  }
}
