package io.holdfast.console.ui.worker;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.router.Route;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.task.TasksService;
import io.holdfast.console.ui.Cells;
import io.holdfast.console.ui.Details;
import io.holdfast.console.ui.FilterBar.Choice;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.ListPage;
import io.holdfast.console.ui.RecordGrid;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.task.TaskMarks;
import io.holdfast.console.worker.WorkerView;
import io.holdfast.console.worker.WorkersService;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.change.ChangedTable;
import jakarta.annotation.security.PermitAll;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The workers of the grid: who is there, and what each does. */
@Route("workers/:id?")
@PermitAll
public class WorkersView extends ListPage<WorkerView, WorkersView.Sort> {

  private static final long serialVersionUID = 1L;

  /** What workers can be sorted by. */
  public enum Sort {
    HOST,
    STANDING,
    ZONE
  }

  private final transient WorkersService workers;
  private final transient TasksService tasks;

  public WorkersView(WorkersService workers, TasksService tasks, LiveUpdates live) {
    super(live, Texts.of("worker.title"), "workers", ChangedTable.NODE, ChangedTable.TASK);
    caller().mustSeeInstallation();
    this.workers = workers;
    this.tasks = tasks;
    Button add =
        new Button(
            Texts.of("worker.add"),
            Icon.ADD.create(),
            click -> AddWorkerDialog.open(workers.joinCommand(caller())));
    add.setTestId("add-worker");
    addAction(add);
    filters().addSearch("q", Texts.of("worker.search"));
    filters()
        .addChoice(
            "standing",
            Texts.of("worker.standing"),
            Stream.concat(
                    Stream.of(
                        new Choice("", Texts.of("worker.show.present")),
                        new Choice("all", Texts.of("worker.show.all"))),
                    Stream.of(WorkerView.Standing.values())
                        .map(it -> new Choice(name(it), Texts.of("worker.standing", it))))
                .toList());
    setGrid(list());
  }

  private static String name(WorkerView.Standing standing) {
    return standing.name().toLowerCase(Locale.ROOT);
  }

  private RecordGrid<WorkerView, Sort> list() {
    RecordGrid<WorkerView, Sort> list =
        new RecordGrid<>(
            Order.ascending(Sort.HOST),
            this::read,
            () -> filtered().size(),
            worker -> worker.node().host());
    var host =
        list.sortable(
            list.addMain(
                Texts.of("worker.worker"),
                Cells.name(worker -> worker.node().host(), worker -> worker.node().address())),
            Sort.HOST);
    host.setFlexGrow(1).setRowHeader(true);
    list.sortable(
        list.addMain(Texts.of("worker.standing"), Cells.mark(WorkerMarks::standing))
            .setWidth("9rem")
            .setFlexGrow(0),
        Sort.STANDING);
    list.addMain(Texts.of("worker.slots"), slots()).setWidth("9rem").setFlexGrow(0);
    list.addMain(
            Texts.of("worker.running"),
            Cells.<WorkerView>text(worker ->
                String.join(
                    ", ",
                    worker.running().stream().map(it -> TaskMarks.title(it.task())).toList())))
        .setFlexGrow(2);
    list.sortable(
        list.addExtra(
                Texts.of("worker.zone"),
                Cells.<WorkerView>text(worker -> worker.node().availabilityZone()))
            .setWidth("8rem")
            .setFlexGrow(0),
        Sort.ZONE);
    list.addExtra(
            Texts.of("worker.version"), Cells.<WorkerView>text(worker -> worker.node().version()))
        .setWidth("8rem")
        .setFlexGrow(0);
    list.addExtra(
            Texts.of("worker.since"),
            Cells.<WorkerView>moment(worker -> worker.node().startedAt(), moments()))
        .setWidth("9rem")
        .setFlexGrow(0);
    list.addNarrow(
        Cells.card(
            worker -> worker.node().host(),
            WorkerMarks::standing,
            worker -> Texts.of("worker.slots.used", WorkerMarks.load(worker))));
    list.setEmptyStateText(Texts.of("worker.none"));
    return list;
  }

  /** One box for each slot, filled when it is taken. */
  private static LitRenderer<WorkerView> slots() {
    return LitRenderer.<WorkerView>of(
            """
            <span class="cell-slots"><vaadin-progress-bar .value="${item.fraction}" \
            aria-hidden="true"></vaadin-progress-bar><span class="number">${item.text}</span></span>\
            """)
        .withProperty(
            "fraction",
            worker ->
                worker.node().slots() == 0
                    ? 0.0
                    : Math.min(1.0, (double) worker.running().size() / worker.node().slots()))
        .withProperty("text", WorkerMarks::load);
  }

  private List<WorkerView> read(Order<Sort> order, Slice slice) {
    Comparator<WorkerView> by =
        switch (order.by()) {
          case HOST -> Comparator.comparing((WorkerView worker) -> worker.node().host());
          case STANDING -> Comparator.comparing(WorkerView::standing);
          case ZONE ->
              Comparator.comparing((WorkerView worker) -> worker.node().availabilityZone());
        };
    return filtered().stream()
        .sorted(
            (order.descending() ? by.reversed() : by).thenComparing(worker -> worker.node().host()))
        .skip(slice.offset())
        .limit(slice.limit())
        .toList();
  }

  private List<WorkerView> filtered() {
    String text = Objects.requireNonNullElse(filters().value("q"), "").toLowerCase(Locale.ROOT);
    String standing = filters().value("standing");
    return workers.list(caller()).stream()
        .filter(worker -> worker.node().host().toLowerCase(Locale.ROOT).contains(text))
        .filter(worker ->
            standing == null
                ? worker.standing() != WorkerView.Standing.DOWN
                : standing.equals("all") || standing.equals(name(worker.standing())))
        .toList();
  }

  @Override
  protected void counted() {
    List<WorkerView> present =
        workers.list(caller()).stream()
            .filter(worker -> worker.standing() != WorkerView.Standing.DOWN)
            .toList();
    subtitle(
        Texts.of(
            "worker.count",
            present.size(),
            present.stream().mapToInt(worker -> worker.running().size()).sum(),
            present.stream().mapToInt(worker -> worker.node().slots()).sum()));
  }

  @Override
  protected String idOf(WorkerView worker) {
    return worker.node().host();
  }

  @Override
  protected Optional<WorkerView> find(String host) {
    return workers.list(caller()).stream()
        .filter(worker -> worker.node().host().equals(host))
        .findFirst();
  }

  @Override
  protected Details<?> detailsOf(String host) {
    return new WorkerDetails(host, caller(), moments(), workers, tasks);
  }
}
