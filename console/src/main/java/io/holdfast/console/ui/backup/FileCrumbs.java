package io.holdfast.console.ui.backup;

import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.RouteParameters;
import com.vaadin.flow.router.RouterLink;
import io.holdfast.console.ui.Sentences;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.grid.worker.FileSystemReport;
import java.util.List;

/** Where one is in a backup, and the way back up. */
final class FileCrumbs extends Nav {

  private static final long serialVersionUID = 1L;

  private final OrderedList crumbs = new OrderedList();

  FileCrumbs() {
    addClassName("crumbs");
    setAriaLabel(Texts.of("files.crumbs"));
    setTestId("crumbs");
    add(crumbs);
  }

  /**
   * Shows the way to a place.
   *
   * @param title of the backup
   */
  void show(FilePlace place, String title, List<FileSystemReport> fileSystems) {
    crumbs.removeAll();
    crumbs.add(
        new ListItem(
            new RouterLink(title, BackupsView.class, new RouteParameters("id", place.backup()))));
    if (fileSystems.size() > 1) {
      crumbs.add(
          new ListItem(
              new FilePlace(place.backup(), null, List.of()).link(Texts.of("files.partitions"))));
    }
    FilePlace at = place.root();
    fileSystems.stream()
        .filter(it -> Integer.valueOf(it.partition()).equals(place.partition()))
        .findFirst()
        .ifPresent(it -> crumbs.add(new ListItem(place.root().link(label(it)))));
    for (String name : place.names()) {
      at = at.child(name);
      crumbs.add(new ListItem(at.equals(place) ? here(name) : at.link(name)));
    }
  }

  private static Span here(String name) {
    Span here = new Span(name);
    here.getElement().setAttribute("aria-current", "page");
    return here;
  }

  /** {@code Partition 1 (XFS, 20 GiB)}. */
  static String label(FileSystemReport found) {
    String size = Sizes.shortly(found.sizeBytes());
    String kind = Sentences.of(found.kind());
    return found.partition() == 0
        ? Texts.of("files.whole", kind, size)
        : Texts.of("files.partition", found.partition(), kind, size);
  }
}
