package io.holdfast.console.ui.backup;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.AttachmentType;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.server.streams.DownloadHandler;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.grid.worker.FileReport;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Entries of a folder: folders to go into, files to download. */
final class FileTable extends NativeTable {

  private static final long serialVersionUID = 1L;

  private final transient Moments moments;
  private final transient Function<FilePlace, DownloadHandler> download;

  /**
   * Makes an empty one.
   *
   * @param download hands out the file at a place
   */
  FileTable(Moments moments, Function<FilePlace, DownloadHandler> download) {
    this.moments = moments;
    this.download = download;
    addClassName("files");
    setTestId("files");
    NativeTableRow head = new NativeTableRow();
    for (String key : List.of("files.name", "files.size", "files.modified")) {
      head.addHeaderCell().setText(Texts.of(key));
    }
    getHead().add(head);
  }

  void clear() {
    getBody().removeAll();
  }

  /** Adds entries of a folder behind those that are there. */
  void add(FilePlace folder, List<FileReport> entries) {
    for (FileReport entry : entries) {
      NativeTableRow row = new NativeTableRow();
      row.addDataCell().add(name(folder.child(entry.name()), entry));
      size(row.addDataCell(), entry);
      modified(row.addDataCell(), entry.modified());
      getBody().add(row);
    }
  }

  private Component name(FilePlace place, FileReport entry) {
    return switch (entry.kind()) {
      case DIRECTORY -> place.link(entry.name() + "/");
      case FILE -> {
        Anchor anchor = new Anchor();
        anchor.setHref(download.apply(place), AttachmentType.DOWNLOAD);
        anchor.add(Icon.DOWNLOAD.create(), new Span(entry.name()));
        anchor.setAriaLabel(Texts.of("files.download", entry.name()));
        yield anchor;
      }
      case LINK, OTHER -> {
        Span other = new Span(entry.name());
        other.addClassName("quiet");
        yield other;
      }
    };
  }

  private static void size(NativeTableCell cell, FileReport entry) {
    if (entry.kind() == FileReport.Kind.FILE) {
      cell.setText(Sizes.in(Sizes.unit(entry.sizeBytes()), entry.sizeBytes()));
      cell.getElement().setAttribute("title", Sizes.exactly(entry.sizeBytes()));
    } else {
      cell.setText(Texts.of("files.kind", entry.kind()));
      cell.addClassName("quiet");
    }
  }

  private void modified(NativeTableCell cell, @Nullable Instant moment) {
    cell.setText(moment == null ? "–" : moments.date(moment));
    cell.getElement().setAttribute("title", moments.exactly(moment));
  }
}
