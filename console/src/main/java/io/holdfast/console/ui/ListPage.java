package io.holdfast.console.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.masterdetaillayout.MasterDetailLayout;
import com.vaadin.flow.component.page.WindowSize;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.AfterNavigationObserver;
import com.vaadin.flow.router.Location;
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
 * holds what is filtered and chosen: {@code volumes/<id>?q=db}.
 *
 * @param <T> what is listed
 * @param <S> what it can be sorted by
 */
public abstract class ListPage<T, S extends Enum<S>> extends Page
    implements AfterNavigationObserver {

  private static final long serialVersionUID = 1L;

  /** Below this width of the window, in pixels, a list has one column. */
  private static final int NARROW = 760;

  private static final int WIDE = 1240;

  private final MasterDetailLayout layout = new MasterDetailLayout();
  private final FilterBar filters = new FilterBar(this::filtered);
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
    records.setSelectionMode(com.vaadin.flow.component.grid.Grid.SelectionMode.SINGLE);
    records
        .asSingleSelect()
        .addValueChangeListener(change -> {
          if (change.isFromClient()) {
            choose(change.getValue() == null ? null : idOf(change.getValue()));
          }
        });
    Div master = new Div(filters, records);
    master.addClassName("list-master");
    layout.setMaster(master);
    add(layout);
  }

  /** The id of an entry, as in the address. */
  protected abstract String idOf(T entry);

  /** The entry of an id in the address; empty when there is none. */
  protected abstract Optional<T> find(String id);

  /** Makes the details of an id in the address; they say so themselves when there is no such id. */
  protected abstract Details<?> detailsOf(String id);

  /** Called when the list may hold another number of entries. */
  protected abstract void counted();

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
    boolean beside = details != null;
    grid()
        .fit(
            window.width() < NARROW
                ? RecordGrid.Room.NARROW
                : window.width() < WIDE || beside ? RecordGrid.Room.MEDIUM : RecordGrid.Room.WIDE);
  }

  @Override
  public void afterNavigation(AfterNavigationEvent event) {
    filters.read(event.getLocation().getQueryParameters());
    grid().refresh();
    counted();
    event.getRouteParameters().get("id").ifPresentOrElse(this::open, this::shut);
  }

  private void open(String id) {
    if (id.equals(chosen)) {
      return;
    }
    chosen = id;
    details = detailsOf(id);
    details.onClose(this::close);
    layout.setDetail(details);
    find(id).ifPresent(entry -> grid().asSingleSelect().setValue(entry));
    fitNow();
  }

  private void shut() {
    chosen = null;
    details = null;
    layout.setDetail(null);
    grid().deselectAll();
    fitNow();
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
          filters.parameters());
    }
  }

  private void close() {
    choose(null);
    grid().focus();
  }

  private void filtered() {
    UI ui = UI.getCurrent();
    if (ui != null) {
      String path = chosen == null ? route : route + "/" + chosen;
      ui.getPage().getHistory().replaceState(null, new Location(path, filters.parameters()));
    }
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
