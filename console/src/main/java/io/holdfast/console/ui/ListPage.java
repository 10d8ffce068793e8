package io.holdfast.console.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.grid.Grid.SelectionMode;
import com.vaadin.flow.component.grid.GridSingleSelectionModel;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.masterdetaillayout.MasterDetailLayout;
import com.vaadin.flow.component.page.WindowSize;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.AfterNavigationObserver;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.RouteParameters;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.live.Changes;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.grid.worker.TaskProgress;
import io.holdfast.schema.change.ChangedTable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page with a list, filters above it and the details of the chosen entry beside it. The address
 * holds what is filtered, ordered and chosen: {@code volumes/<id>?q=db&order=-size}.
 *
 * @param <T> what is listed
 * @param <S> what it can be sorted by
 */
public abstract class ListPage<T, S extends Enum<S>> extends Page
    implements AfterNavigationObserver {

  private static final long serialVersionUID = 1L;

  /** The address's parameter for the order. */
  private static final String ORDER = "order";

  private final MasterDetailLayout layout = new MasterDetailLayout();
  private final FilterBar filters = new FilterBar(this::filtered);
  private final Div master = new Div();
  private final ChangedTable[] tables;
  private final String route;
  private @Nullable RecordGrid<T, S> grid;
  private @Nullable Details<?> details;
  private @Nullable String chosen;

  /**
   * Frames a list.
   *
   * @param route of this page, without parameters
   * @param tables those whose changes concern the list
   */
  protected ListPage(LiveUpdates live, String title, String route, ChangedTable... tables) {
    super(live, title);
    this.route = route;
    this.tables = tables.clone();
    addClassName("list-page");
    layout.addClassName("list-layout");
    layout.setMasterSize("20rem");
    layout.setExpandMaster(true);
    layout.setDetailSize("27rem");
    layout.addBackdropClickListener(click -> close());
    layout.addDetailEscapePressListener(press -> close());
  }

  /** Takes the list, once. */
  protected final void setGrid(RecordGrid<T, S> records) {
    this.grid = records;
    records.setTestId("list");
    ((GridSingleSelectionModel<T>) records.setSelectionMode(SelectionMode.SINGLE))
        .setDeselectAllowed(false);
    records
        .asSingleSelect()
        .addValueChangeListener(change -> {
          if (change.isFromClient()) {
            choose(change.getValue() == null ? null : idOf(change.getValue()));
          }
        });
    master.add(filters, records.order().choice(this::address), records);
    records.addSortListener(sorted -> {
      if (sorted.isFromClient()) {
        address();
      }
    });
    master.addClassName("list-master");
    layout.setMaster(master);
    add(layout);
  }

  /** Has entries selected, several at once, for what the bar offers; once, after the list. */
  protected final void setSelection(SelectionBar bar) {
    master.addComponentAtIndex(1, bar);
    grid().setPartNameGenerator(entry -> idOf(entry).equals(chosen) ? "opened" : null);
    grid().onRow(entry -> choose(idOf(entry).equals(chosen) ? null : idOf(entry)));
  }

  /** The id of an entry, as in the address. */
  protected abstract String idOf(T entry);

  /** The entry of an id in the address; empty when there is none. */
  protected abstract Optional<T> find(String id);

  /** Makes the details of an id in the address; they say so themselves when there is no such id. */
  protected abstract Details<?> detailsOf(String id);

  /** Called when the list may hold another number of entries. */
  protected abstract void counted();

  /** Called before the list is read by what the filters hold now. */
  protected void arrange() {}

  protected final FilterBar filters() {
    return filters;
  }

  protected final RecordGrid<T, S> grid() {
    if (grid == null) {
      throw new IllegalStateException("setGrid was not called");
    }
    return grid;
  }

  @Override
  protected void onAttach(AttachEvent event) {
    super.onAttach(event);
    Signal<WindowSize> window = event.getUI().getPage().windowSizeSignal();
    Signal.effect(this, () -> fit(window.get()));
  }

  private void fit(WindowSize window) {
    grid().fit(Room.of(window.width(), details != null));
  }

  @Override
  public void afterNavigation(AfterNavigationEvent event) {
    QueryParameters before = filters.parameters();
    QueryParameters address = event.getLocation().getQueryParameters();
    filters.read(address);
    grid().order().read(address.getSingleParameter(ORDER).orElse(""));
    if (!filters.parameters().equals(before)) {
      grid().unselect();
    }
    arrange();
    grid().refresh();
    counted();
    event.getRouteParameters().get("id").ifPresentOrElse(this::open, this::shut);
  }

  private void open(String id) {
    if (id.equals(chosen)) {
      return;
    }
    String before = chosen;
    chosen = id;
    details = detailsOf(id);
    details.onClose(this::close);
    layout.setDetail(details);
    KeyboardFocus.intoDetails(grid(), details.heading());
    mark(before, id);
    fitNow();
  }

  private void shut() {
    String before = chosen;
    chosen = null;
    details = null;
    layout.setDetail(null);
    mark(before, null);
    fitNow();
  }

  /** Shows whose details these are, and no longer whose they were. */
  private void mark(@Nullable String before, @Nullable String now) {
    Optional<T> entry = Optional.ofNullable(now).flatMap(this::find);
    if (!grid().selectsSeveral()) {
      entry.ifPresentOrElse(grid().asSingleSelect()::setValue, grid()::deselectAll);
      return;
    }
    Optional.ofNullable(before).flatMap(this::find).ifPresent(grid()::show);
    entry.ifPresent(grid()::show);
  }

  private void fitNow() {
    UI ui = UI.getCurrent();
    if (ui != null && ui.getPage().windowSizeSignal().peek() != null) {
      fit(ui.getPage().windowSizeSignal().peek());
    }
  }

  /** Chooses an entry by its id, or none. */
  protected final void choose(@Nullable String id) {
    UI ui = UI.getCurrent();
    if (ui != null) {
      ui.navigate(
          getClass(),
          id == null ? RouteParameters.empty() : new RouteParameters("id", id),
          parameters());
    }
  }

  /** What is filtered, and in which order it is listed when that is not the usual one. */
  private QueryParameters parameters() {
    String order = grid().order().inAddress();
    return order.isEmpty() ? filters.parameters() : filters.parameters().merging(ORDER, order);
  }

  /** Has the browser's address say how the list is seen. */
  private void address() {
    UI ui = UI.getCurrent();
    if (ui != null) {
      String path = chosen == null ? route : route + "/" + chosen;
      ui.getPage().getHistory().replaceState(null, new Location(path, parameters()));
    }
  }

  private void close() {
    choose(null);
    KeyboardFocus.intoList(grid());
  }

  /** What is no longer listed must not stay selected unseen. */
  private void filtered() {
    grid().unselect();
    arrange();
    address();
    grid().refresh();
    counted();
  }

  @Override
  protected void changed(Changes changes) {
    if (changes.touch(tables)) {
      grid().refresh();
      counted();
    }
    if (details != null && details.isLoaded()) {
      details.changed(changes);
    }
  }

  @Override
  protected void progressed(List<TaskProgress> progress) {
    if (details != null && details.isLoaded()) {
      details.progressed(progress);
    }
  }
}
