package io.holdfast.console.ui.backup;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.AfterNavigationObserver;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteParameters;
import com.vaadin.flow.server.streams.DownloadEvent;
import io.holdfast.console.backup.BackupsService;
import io.holdfast.console.live.Changes;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.mount.CutOffException;
import io.holdfast.console.mount.FileDownload;
import io.holdfast.console.mount.FilesService;
import io.holdfast.console.mount.Folder;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.ui.Ids;
import io.holdfast.console.ui.Notice;
import io.holdfast.console.ui.Page;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Work;
import io.holdfast.grid.worker.FileSystemReport;
import io.holdfast.schema.change.ChangedTable;
import jakarta.annotation.security.PermitAll;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a backup: one goes through its folders and downloads what one needs. */
@Route("backups/:id/files")
@PermitAll
public class FilesView extends Page implements AfterNavigationObserver {

  private static final long serialVersionUID = 1L;
  private static final Logger log = LoggerFactory.getLogger(FilesView.class);
  private static final int ENTRIES_AT_ONCE = 200;

  private final transient BackupsService backups;
  private final transient FilesService files;
  private final FileCrumbs crumbs = new FileCrumbs();
  private final Notice refusal = Notice.forRefusals();
  private final Div state = new Div();
  private final UnorderedList partitions = new UnorderedList();
  private final FileTable table;
  private final Button more = new Button(Texts.of("files.more"));
  private transient @Nullable FilePlace place;
  private String title = "";
  private int shown;
  private boolean refused;

  /** How often something was asked for; only the last answer is shown. */
  private int asked;

  public FilesView(BackupsService backups, FilesService files, LiveUpdates live) {
    super(live, Texts.of("files.title"));
    this.backups = backups;
    this.files = files;
    this.table = new FileTable(moments(), file -> event -> download(event, file));
    addClassName("narrow-page");
    state.addClassName("quiet");
    state.getElement().setAttribute("role", "status");
    state.setTestId("state");
    partitions.setTestId("partitions");
    more.setTestId("more");
    more.addClickListener(click -> read());
    more.setDisableOnClick(true);
    add(crumbs, refusal, state, partitions, table, more);
  }

  /** Goes to the files of a backup. */
  static void open(UUID backup) {
    UI ui = UI.getCurrent();
    if (ui != null) {
      ui.navigate(FilesView.class, new RouteParameters("id", backup.toString()));
    }
  }

  @Override
  public void afterNavigation(AfterNavigationEvent event) {
    place =
        FilePlace.of(
            event.getRouteParameters().get("id").orElse(""),
            event.getLocation().getQueryParameters());
    shown = 0;
    table.clear();
    table.setVisible(false);
    partitions.setVisible(false);
    more.setVisible(false);
    title = title(place);
    subtitle(title);
    crumbs.show(place, title, List.of());
    read();
  }

  private String title(FilePlace wanted) {
    try {
      return BackupMarks.title(backups.get(caller(), Ids.parse("backup", wanted.backup())));
    } catch (Refusal e) {
      // Reading its files says why.
      return wanted.backup();
    }
  }

  /** The next entries of the place, away from the page: the first look into a backup takes long. */
  private void read() {
    FilePlace wanted = place;
    UI ui = UI.getCurrent();
    if (wanted == null || ui == null) {
      return;
    }
    refusal.clear();
    refused = false;
    state.setText(Texts.of("files.reading"));
    int skip = shown;
    int question = ++asked;
    Work.start(
        ui,
        () -> read(wanted, skip),
        folder -> {
          if (question == asked) {
            show(wanted, folder);
          }
        },
        refused -> {
          if (question == asked) {
            refused(refused);
          }
        });
  }

  private Folder read(FilePlace wanted, int skip) {
    UUID id = Ids.parse("backup", wanted.backup());
    return files.list(caller(), id, wanted.partition(), wanted.path(), skip, ENTRIES_AT_ONCE);
  }

  private void show(FilePlace wanted, Folder folder) {
    FilePlace here = wanted.in(folder.partition());
    crumbs.show(here, title, folder.fileSystems());
    if (folder.partition() == null) {
      state.setText(Texts.of("files.choose"));
      more.setVisible(false);
      offer(here, folder.fileSystems());
      return;
    }
    table.add(here, folder.entries());
    shown += folder.entries().size();
    state.setText(
        folder.total() == 0
            ? Texts.of("files.empty")
            : Texts.of("files.count", shown, folder.total()));
    table.setVisible(folder.total() > 0);
    more.setText(Texts.of("files.more"));
    more.setVisible(shown < folder.total());
    more.setEnabled(true);
  }

  private void offer(FilePlace here, List<FileSystemReport> found) {
    partitions.removeAll();
    for (FileSystemReport one : found) {
      String label = FileCrumbs.label(one);
      if (one.isReadable()) {
        partitions.add(new ListItem(here.in(one.partition()).link(label)));
      } else {
        Span unreadable = new Span(Texts.of("files.unreadable", label));
        unreadable.addClassName("quiet");
        partitions.add(new ListItem(unreadable));
      }
    }
    partitions.setVisible(true);
  }

  private void refused(Refusal why) {
    state.setText("");
    more.setText(Texts.of("files.again"));
    more.setVisible(true);
    more.setEnabled(true);
    refusal.show(why);
    refused = true;
  }

  /** Runs beside the page, as it may take long. */
  private void download(DownloadEvent event, FilePlace file) throws IOException {
    FileDownload download;
    try {
      download =
          files.open(caller(), Ids.parse("backup", file.backup()), file.partition(), file.path());
    } catch (RuntimeException e) {
      Refusal why = Work.refusal(e);
      event.getUI().access(() -> refusal.show(why));
      event.getResponse().setStatus(409);
      return;
    }
    try (download) {
      event.setFileName(download.name());
      event.setContentType("application/octet-stream");
      event.setContentLength(download.sizeBytes());
      download.writeTo(event.getOutputStream());
    } catch (CutOffException e) {
      throw e;
    } catch (IOException e) {
      log.debug("A download was given up by who wanted it", e);
    }
  }

  /** A backup's files do not change; but there may be a worker now that can read them. */
  @Override
  protected void changed(Changes changes) {
    if (refused && changes.touch(ChangedTable.NODE)) {
      read();
    }
  }
}
