package io.holdfast.console.ui.backup;

import com.vaadin.flow.router.Route;
import io.holdfast.console.backup.BackupsService;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.ui.Details;
import io.holdfast.console.ui.FilterChoices;
import io.holdfast.console.ui.Ids;
import io.holdfast.console.ui.ListPage;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupSort;
import io.holdfast.schema.change.ChangedTable;
import jakarta.annotation.security.PermitAll;
import java.util.Optional;

/** All backups: of what, how they stand, what they take. */
@Route("backups/:id?")
@PermitAll
public class BackupsView extends ListPage<Backup, BackupSort> {

  private static final long serialVersionUID = 1L;

  private final transient BackupsService backups;
  private final transient BackupDetails.Services services;
  private final transient BackupFilters choice;
  private final transient BackupList list;

  public BackupsView(
      BackupsService backups,
      FilterChoices choices,
      BackupDialogs dialogs,
      BackupBulk bulk,
      BackupDetails.Services services,
      LiveUpdates live) {
    super(live, Texts.of("backup.title"), "backups", ChangedTable.BACKUP);
    this.backups = backups;
    this.services = services;
    this.choice = new BackupFilters(filters(), choices, caller(), moments().zone());
    this.list = new BackupList(backups, caller(), moments(), choice::filter);
    list.addColumns(dialogs);
    setGrid(list.grid());
    if (caller().operates()) {
      setSelection(bulk.bar(list.grid(), caller(), moments()));
    }
  }

  @Override
  protected void arrange() {
    list.group(choice.groupsByVolume());
  }

  @Override
  protected void counted() {
    subtitle(Texts.of("backup.count", backups.count(caller(), choice.filter())));
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
