package io.holdfast.console.ui.backup;

import com.vaadin.flow.signals.Signal;
import io.holdfast.console.ui.Line;
import io.holdfast.console.ui.Lines;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.backup.Backup;
import java.util.List;

/** A few backups, one line each, with a link to each. */
public final class BackupHistory extends Lines<Backup> {

  private static final long serialVersionUID = 1L;

  private final transient Moments moments;

  public BackupHistory(Signal<List<Backup>> backups, Moments moments) {
    super(backups, Backup::id, none(Texts.of("backup.none-yet")));
    this.moments = moments;
  }

  @Override
  protected Line<Backup> line(Signal<Backup> backup) {
    return new Line<>(backup)
        .link(BackupMarks::title, BackupsView.class, backup.peek().id())
        .more(
            it ->
                String.join(
                    " · ",
                    moments.ago(it.dataTimestamp()),
                    BackupMarks.kind(it),
                    Texts.of("backup.stored-short", Sizes.shortly(it.storedBytes()))),
            it -> moments.exactly(it.dataTimestamp()))
        .mark(BackupMarks::status);
  }
}
