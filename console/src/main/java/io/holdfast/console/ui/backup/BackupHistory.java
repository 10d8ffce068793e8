package io.holdfast.console.ui.backup;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.RouteParameters;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.ui.Drawn;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.backup.Backup;
import java.util.List;

/** A few backups, one line each, with a link to each. */
public final class BackupHistory extends Drawn<List<Backup>> {

  private static final long serialVersionUID = 1L;

  private final transient Moments moments;

  public BackupHistory(Signal<List<Backup>> backups, Moments moments) {
    super(backups);
    this.moments = moments;
  }

  @Override
  protected void draw(List<Backup> backups) {
    if (backups.isEmpty()) {
      Span none = new Span(Texts.of("backup.none-yet"));
      none.addClassName("quiet");
      add(none);
      return;
    }
    UnorderedList list = new UnorderedList();
    list.addClassName("lines");
    for (Backup backup : backups) {
      RouterLink name =
          new RouterLink(
              BackupMarks.title(backup),
              BackupsView.class,
              new RouteParameters("id", backup.id().toString()));
      name.addClassName("cell-main");
      Span more =
          new Span(
              String.join(
                  " · ",
                  moments.ago(backup.dataTimestamp()),
                  BackupMarks.kind(backup),
                  Texts.of("backup.stored-short", Sizes.shortly(backup.storedBytes()))));
      more.addClassName("cell-more");
      more.getElement().setAttribute("title", moments.exactly(backup.dataTimestamp()));
      Div text = new Div(name, more);
      text.addClassName("cell-name");
      ListItem line = new ListItem(text, BackupMarks.status(backup).badge());
      line.addClassName("line");
      list.add(line);
    }
    add(list);
  }
}
