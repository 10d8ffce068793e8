package io.holdfast.console.ui.activity;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.AttachmentType;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.streams.DownloadEvent;
import io.holdfast.console.audit.AuditCsv;
import io.holdfast.console.audit.AuditService;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.ui.Cells;
import io.holdfast.console.ui.Details;
import io.holdfast.console.ui.FilterBar.Choice;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.ListPage;
import io.holdfast.console.ui.RecordGrid;
import io.holdfast.console.ui.Since;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.audit.AuditEntry;
import io.holdfast.schema.audit.AuditFilter;
import io.holdfast.schema.change.ChangedTable;
import jakarta.annotation.security.PermitAll;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Who did what, when, to what, and how it ended; the newest first. */
@Route("activity/:id?")
@PermitAll
public class ActivityView extends ListPage<AuditEntry, ActivityView.Sort> {

  private static final long serialVersionUID = 1L;

  /** What entries are sorted by: they are read as they were written. */
  public enum Sort {
    AT
  }

  private final transient AuditService audit;
  private final transient AuditCsv csv;

  public ActivityView(AuditService audit, AuditCsv csv, LiveUpdates live) {
    super(live, Texts.of("activity.title"), "activity", ChangedTable.AUDIT);
    this.audit = audit;
    this.csv = csv;
    addAction(export());
    filters().addSearch("q", Texts.of("activity.search"));
    filters().addSearch("person", Texts.of("activity.person.exactly"));
    filters()
        .addAmong(
            "action",
            Texts.of("activity.action.any"),
            ActivityMarks.ACTIONS.stream()
                .map(action -> new Choice(action, ActivityMarks.action(action)))
                .toList());
    filters()
        .addChoice(
            "kind",
            Texts.of("activity.subject"),
            Stream.concat(
                    Stream.of(new Choice("", Texts.of("activity.kind.any"))),
                    ActivityMarks.KINDS.stream()
                        .map(kind -> new Choice(kind, ActivityMarks.kind(kind))))
                .toList());
    filters().addChoice("since", Texts.of("activity.at"), Since.choices("activity.since.any"));
    setGrid(list());
  }

  private Anchor export() {
    Anchor export = new Anchor();
    export.setHref(this::export, AttachmentType.DOWNLOAD);
    export.add(Icon.DOWNLOAD.create(), new Span(Texts.of("activity.export")));
    export.addClassName("button-link");
    export.setTestId("export");
    return export;
  }

  /** Runs beside the page, as it may take long; only the filter is the page's. */
  private void export(DownloadEvent download) throws IOException {
    AtomicReference<AuditFilter> filter = new AtomicReference<>();
    download.getUI().accessSynchronously(() -> filter.set(filter()));
    AuditFilter wanted = Objects.requireNonNull(filter.get());
    download.setFileName("activity.csv");
    download.setContentType("text/csv; charset=utf-8");
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(download.getOutputStream(), StandardCharsets.UTF_8))) {
      // Entries that come meanwhile would move the slices.
      csv.write(caller(), wanted.until(Instant.now()), out);
    }
  }

  private RecordGrid<AuditEntry, Sort> list() {
    RecordGrid<AuditEntry, Sort> list =
        new RecordGrid<>(
            Order.descending(Sort.AT),
            (order, slice) -> read(slice),
            () -> audit.count(caller(), filter()),
            AuditEntry::id);
    list.addMain(
            Texts.of("activity.action"),
            Cells.<AuditEntry>name(it -> ActivityMarks.action(it.action()), ActivityMarks::subject))
        .setFlexGrow(2)
        .setRowHeader(true);
    list.addMain(Texts.of("activity.person"), Cells.<AuditEntry>text(AuditEntry::actor))
        .setWidth("10rem")
        .setFlexGrow(1);
    list.addMain(Texts.of("activity.outcome"), Cells.mark(ActivityMarks::outcome))
        .setWidth("9rem")
        .setFlexGrow(0);
    list.addMain(Texts.of("activity.at"), Cells.<AuditEntry>moment(AuditEntry::at, moments()))
        .setWidth("11rem")
        .setFlexGrow(0);
    list.addExtra(
            Texts.of("activity.from"), Cells.<AuditEntry>text(it -> it.detail().get("address")))
        .setWidth("9rem")
        .setFlexGrow(0);
    list.addNarrow(
        Cells.card(
            it -> ActivityMarks.action(it.action()),
            ActivityMarks::outcome,
            it -> ActivityMarks.subject(it) + " · " + it.actor() + " · " + moments().ago(it.at())));
    list.setEmptyStateText(Texts.of("activity.none"));
    return list;
  }

  private List<AuditEntry> read(Slice slice) {
    return audit.list(caller(), filter(), slice);
  }

  private AuditFilter filter() {
    return new AuditFilter(
        null,
        filters().value("person"),
        filters().value("action"),
        filters().value("kind"),
        null,
        Since.start(filters().value("since")),
        null,
        filters().value("q"));
  }

  @Override
  protected void counted() {
    subtitle(Texts.of("activity.count", audit.count(caller(), filter())));
  }

  @Override
  protected String idOf(AuditEntry entry) {
    return String.valueOf(entry.id());
  }

  @Override
  protected Optional<AuditEntry> find(String id) {
    try {
      return Optional.of(audit.get(caller(), ActivityDetails.number(id)));
    } catch (Refusal e) {
      return Optional.empty();
    }
  }

  @Override
  protected Details<?> detailsOf(String id) {
    return new ActivityDetails(id, caller(), moments(), audit);
  }
}
