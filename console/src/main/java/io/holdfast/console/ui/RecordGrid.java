package io.holdfast.console.ui;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridMultiSelectionModel;
import com.vaadin.flow.component.grid.GridSortOrder;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.provider.Query;
import com.vaadin.flow.data.provider.QuerySortOrder;
import com.vaadin.flow.data.provider.SortDirection;
import com.vaadin.flow.data.renderer.Renderer;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A list of records, read in slices as one scrolls. Records are the same by their id, so that
 * selection and place survive when they change; only those that did are sent to the browser. A
 * narrow window shows one column that says it all instead of the others.
 *
 * @param <T> the record
 * @param <S> what it can be sorted by
 */
public final class RecordGrid<T, S extends Enum<S>> extends Grid<T> {

  private static final long serialVersionUID = 1L;

  /** How much room there is. */
  enum Room {
    NARROW,
    MEDIUM,
    WIDE,
    VAST
  }

  /** Reads a slice of the list. */
  @FunctionalInterface
  public interface Source<T, S extends Enum<S>> {
    List<T> read(Order<S> order, Slice slice);
  }

  /** What was read, and may be shown. */
  private record Seen<T, S extends Enum<S>>(Order<S> order, Slice slice, List<T> records) {}

  /** More slices than this are sooner read anew than compared. */
  private static final int MOST_SEEN = 8;

  /**
   * Rows say how long ago something was, so all are drawn with each minute that a page is told of.
   */
  private static final long DRAWN_FOR_NANOS = TimeUnit.SECONDS.toNanos(50);

  private final Class<S> sorts;
  private final Order<S> usual;
  private final transient Source<T, S> source;
  private final transient IntSupplier count;
  private final transient Function<T, Object> id;
  private transient List<Seen<T, S>> seen = new ArrayList<>();
  private final List<Column<T>> sortable = new ArrayList<>();
  private @Nullable Order<S> fixed;
  private @Nullable Column<T> marked;
  private int counted;
  private long drawnAtNanos = System.nanoTime();
  private final List<Column<T>> narrow = new ArrayList<>();
  private final List<Column<T>> medium = new ArrayList<>();
  private final List<Column<T>> wide = new ArrayList<>();
  private final List<Column<T>> vast = new ArrayList<>();

  public RecordGrid(
      Class<S> sorts,
      Order<S> usual,
      Source<T, S> source,
      IntSupplier count,
      Function<T, Object> id) {
    this.sorts = sorts;
    this.usual = usual;
    this.source = source;
    this.count = count;
    this.id = id;
    addThemeVariants(GridVariant.LUMO_NO_BORDER);
    addClassName("records");
    setItems(new CallbackDataProvider<>(this::fetch, this::counted, id::apply));
    setMultiSort(false);
    setColumnReorderingAllowed(false);
  }

  private Stream<T> fetch(Query<T, Void> query) {
    Order<S> order = order(query);
    Slice slice = new Slice(query.getOffset(), query.getLimit());
    List<T> records = source.read(order, slice);
    seen.removeIf(it -> !it.order().equals(order) || it.slice().equals(slice));
    seen.add(new Seen<>(order, slice, records));
    return records.stream();
  }

  private int counted(Query<T, Void> query) {
    counted = count.getAsInt();
    return Math.min(counted, query.getLimit());
  }

  private Order<S> order(Query<T, Void> query) {
    if (fixed != null) {
      return fixed;
    }
    if (query.getSortOrders().isEmpty()) {
      return usual;
    }
    QuerySortOrder first = query.getSortOrders().getFirst();
    return new Order<>(
        Enum.valueOf(sorts, first.getSorted()), first.getDirection() == SortDirection.DESCENDING);
  }

  /** A column for windows that are not narrow. */
  public Column<T> addMain(String header, Renderer<T> cell) {
    Column<T> column = addColumn(cell).setHeader(header).setResizable(true);
    medium.add(column);
    return column;
  }

  /** A column that is left out when there is little room. */
  public Column<T> addExtra(String header, Renderer<T> cell) {
    Column<T> column = addColumn(cell).setHeader(header).setResizable(true);
    wide.add(column);
    return column;
  }

  /** A column that is left out unless there is room to spare. */
  public Column<T> addSpare(String header, Renderer<T> cell) {
    Column<T> column = addColumn(cell).setHeader(header).setResizable(true);
    vast.add(column);
    return column;
  }

  /** The column that narrow windows have instead of the others. */
  public Column<T> addNarrow(Renderer<T> cell) {
    Column<T> column = addColumn(cell).setFlexGrow(1);
    column.setVisible(false);
    narrow.add(column);
    return column;
  }

  /** Lets a column be sorted by. */
  public Column<T> sortable(Column<T> column, S by) {
    sortable.add(column);
    return column.setSortProperty(by.name()).setSortable(true);
  }

  /** Shows which column the usual order is by. */
  public void markUsual(Column<T> column) {
    marked = column;
    sort(
        List.of(
            new GridSortOrder<>(
                column, usual.descending() ? SortDirection.DESCENDING : SortDirection.ASCENDING)));
  }

  void fit(Room room) {
    narrow.forEach(column -> column.setVisible(room == Room.NARROW));
    medium.forEach(column -> column.setVisible(room != Room.NARROW));
    wide.forEach(column -> column.setVisible(room == Room.WIDE || room == Room.VAST));
    vast.forEach(column -> column.setVisible(room == Room.VAST));
    setClassName("records-narrow", room == Room.NARROW);
  }

  /** Lists in this order and no other; {@code null}: in the usual one until one chooses another. */
  public void fix(@Nullable Order<S> order) {
    if (Objects.equals(fixed, order)) {
      return;
    }
    fixed = order;
    sortable.forEach(column -> column.setSortable(order == null));
    if (order == null && marked != null) {
      markUsual(marked);
    }
    drawAll();
  }

  /**
   * Has rows selected, several at once; a click on a row is then told by {@link #onRow}.
   *
   * @param changed called when others are selected
   */
  void selectSeveral(Runnable changed) {
    setSelectionMode(SelectionMode.MULTI);
    nameBoxes();
    asMultiSelect().addValueChangeListener(change -> changed.run());
  }

  /**
   * The header of the boxes shows nothing, as not all of a list can be selected; it is read out.
   */
  private void nameBoxes() {
    getElement()
        .executeJs(
            "const boxes = this.querySelector('vaadin-grid-flow-selection-column');"
                + "boxes.headerRenderer = cell => {"
                + " cell.innerHTML = '<span class=\"read-out\"></span>';"
                + " cell.firstChild.textContent = $0; };",
            Texts.of("selection.header"));
  }

  boolean selectsSeveral() {
    return getSelectionModel() instanceof GridMultiSelectionModel;
  }

  /** Tells of rows that somebody clicks, or activates by keyboard. */
  void onRow(Consumer<T> chosen) {
    addItemClickListener(click -> chosen.accept(click.getItem()));
    // The browser makes a click of a key on a cell, but not on a whole row.
    String key = "event.detail.model?.item?.key";
    getElement()
        .addEventListener(
            "row-activate",
            event -> {
              T row =
                  getDataCommunicator()
                      .getKeyMapper()
                      .get(event.getEventData().path(key).asString(""));
              if (row != null) {
                chosen.accept(row);
              }
            })
        .addEventData(key);
  }

  /** The ids of what is selected, in a list whose ids are such. */
  Set<UUID> selected() {
    return getSelectedItems().stream().map(it -> (UUID) id.apply(it)).collect(Collectors.toSet());
  }

  /** Selects what is listed, the first of it when it is long. */
  void selectFirst(int most) {
    asMultiSelect()
        .setValue(
            new LinkedHashSet<>(source.read(fixed == null ? usual : fixed, Slice.first(most))));
  }

  /** Selects nothing any more. */
  void unselect() {
    asMultiSelect().clear();
  }

  /** How many entries the list has. */
  int count() {
    return count.getAsInt();
  }

  /** Reads again what is shown, and draws what is different; place and selection stay. */
  public void refresh() {
    boolean old = System.nanoTime() - drawnAtNanos > DRAWN_FOR_NANOS;
    if (old || seen.isEmpty() || seen.size() > MOST_SEEN || count.getAsInt() != counted) {
      drawAll();
      return;
    }
    List<T> changed = new ArrayList<>();
    List<Seen<T, S>> now = new ArrayList<>();
    for (Seen<T, S> before : seen) {
      List<T> records = source.read(before.order(), before.slice());
      if (!ids(records).equals(ids(before.records()))) {
        drawAll();
        return;
      }
      for (int i = 0; i < records.size(); i++) {
        if (!records.get(i).equals(before.records().get(i))) {
          changed.add(records.get(i));
        }
      }
      now.add(new Seen<>(before.order(), before.slice(), records));
    }
    seen = now;
    changed.forEach(this::show);
  }

  private void drawAll() {
    seen.clear();
    drawnAtNanos = System.nanoTime();
    getDataProvider().refreshAll();
  }

  private List<Object> ids(List<T> records) {
    return records.stream().map(id).toList();
  }

  /** Shows a newer version of a record, without reading anything. */
  public void show(T newer) {
    getDataProvider().refreshItem(newer);
  }
}
