package io.holdfast.console.ui.backup;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.data.provider.Query;
import io.holdfast.console.backup.BackupsService;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.OwnWords;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.backup.BackupFilter;
import io.holdfast.schema.backup.BackupSort;
import io.holdfast.schema.backup.BackupStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Picks one of a volume's backups that can be restored: on a timeline of a dozen with a way to
 * older ones, or from a list of all.
 */
public final class BackupBrowser extends Div {

  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 12;

  private final transient Caller caller;
  private final transient Moments moments;
  private final transient BackupsService backups;
  private final UUID volumeId;
  private final ComboBox<Backup> list = new ComboBox<>(Texts.of("timeline.list"));
  private final DatePicker until = OwnWords.date(Texts.of("timeline.until"));
  private final Button older = new Button(Texts.of("timeline.older"));
  private final Button newest = new Button(Texts.of("timeline.newest"));
  private final BackupTimeline timeline;
  private transient List<Backup> shown = List.of();
  private transient @Nullable Instant next;
  private transient @Nullable Instant upTo;

  /**
   * @param first chosen from the start; {@code null}: none
   */
  public BackupBrowser(
      Caller caller,
      UUID volumeId,
      @Nullable Backup first,
      Moments moments,
      BackupsService backups,
      Consumer<@Nullable Backup> chosen) {
    this.caller = caller;
    this.moments = moments;
    this.backups = backups;
    this.volumeId = volumeId;
    this.timeline = new BackupTimeline(moments, list::setValue);
    addClassName("backup-browser");
    list.setItems(this::read);
    list.setItemLabelGenerator(
        it -> BackupMarks.moment(it, moments) + " · " + BackupMarks.title(it));
    list.setWidthFull();
    list.setTestId("backup");
    list.setValue(first);
    list.addValueChangeListener(change -> {
      chosen.accept(change.getValue());
      follow(change.getValue());
    });
    until.setClearButtonVisible(true);
    until.setTestId("until");
    until.addValueChangeListener(change ->
        page(
            change.getValue() == null
                ? null
                : change
                    .getValue()
                    .plusDays(1)
                    .atStartOfDay(moments.zone())
                    .toInstant()
                    .minusMillis(1)));
    older.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    older.setTestId("older");
    older.addClickListener(click -> page(next));
    newest.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    newest.setTestId("newest");
    newest.addClickListener(click -> page(null));
    Div ways = new Div(until, older, newest);
    ways.addClassName("timeline-ways");
    add(timeline, ways, list);
    page(null);
    follow(first);
  }

  /** Reads anew what it shows; it is not visible while there is nothing to show. */
  public void refresh() {
    list.getDataProvider().refreshAll();
    page(upTo);
  }

  @Nullable Backup value() {
    return list.getValue();
  }

  /** Shows those up to a moment; {@code null}: the newest. */
  private void page(@Nullable Instant moment) {
    upTo = moment;
    List<Backup> found = read(wanted().holdingUpTo(upTo), Slice.first(SHOWN + 1)).toList();
    shown = found.stream().limit(SHOWN).toList();
    next = found.size() > SHOWN ? found.getLast().dataTimestamp() : null;
    older.setEnabled(next != null);
    newest.setEnabled(upTo != null);
    boolean all = upTo == null && next == null;
    setVisible(!shown.isEmpty() || upTo != null);
    older.setVisible(!all);
    newest.setVisible(!all);
    until.setVisible(!all);
    draw();
  }

  private void follow(@Nullable Backup backup) {
    if (backup != null && shown.stream().noneMatch(it -> it.id().equals(backup.id()))) {
      page(backup.dataTimestamp());
    } else {
      draw();
    }
  }

  private void draw() {
    Backup value = list.getValue();
    timeline.show(shown, value == null ? null : value.id());
  }

  private BackupFilter wanted() {
    return BackupFilter.all().ofVolume(volumeId).withStatus(BackupStatus.AVAILABLE);
  }

  private Stream<Backup> read(Query<Backup, String> query) {
    return read(
        wanted().withText(query.getFilter().filter(it -> !it.isBlank()).orElse(null)),
        new Slice(query.getOffset(), query.getLimit()));
  }

  private Stream<Backup> read(BackupFilter filter, Slice slice) {
    return backups
        .list(caller, filter, Order.descending(BackupSort.DATA_TIMESTAMP), slice)
        .stream();
  }
}
