package io.holdfast.console.ui;

import com.vaadin.flow.component.grid.Grid;
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
import java.util.List;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * A list of records, read in slices as one scrolls. Records are the same by their id, so that
 * selection and place survive when they change. A narrow window shows one column that says it all
 * instead of the others.
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
    WIDE
  }

  /** Reads a slice of the list. */
  @FunctionalInterface
  public interface Source<T, S extends Enum<S>> {
    List<T> read(Order<S> order, Slice slice);
  }

  private final Class<S> sorts;
  private final Order<S> usual;
  private final transient Source<T, S> source;
  private final List<Column<T>> narrow = new ArrayList<>();
  private final List<Column<T>> medium = new ArrayList<>();
  private final List<Column<T>> wide = new ArrayList<>();

  public RecordGrid(
      Class<S> sorts,
      Order<S> usual,
      Source<T, S> source,
      IntSupplier count,
      Function<T, Object> id) {
    this.sorts = sorts;
    this.usual = usual;
    this.source = source;
    addThemeVariants(GridVariant.LUMO_NO_BORDER);
    addClassName("records");
    setItems(new CallbackDataProvider<>(this::fetch, query -> counted(query, count), id::apply));
    setMultiSort(false);
    setColumnReorderingAllowed(false);
  }

  private java.util.stream.Stream<T> fetch(Query<T, Void> query) {
    return source.read(order(query), new Slice(query.getOffset(), query.getLimit())).stream();
  }

  private int counted(Query<T, Void> query, IntSupplier count) {
    return Math.min(count.getAsInt(), query.getLimit());
  }

  private Order<S> order(Query<T, Void> query) {
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

  /** The column that narrow windows have instead of the others. */
  public Column<T> addNarrow(Renderer<T> cell) {
    Column<T> column = addColumn(cell).setFlexGrow(1);
    column.setVisible(false);
    narrow.add(column);
    return column;
  }

  /** Lets a column be sorted by. */
  public Column<T> sortable(Column<T> column, S by) {
    return column.setSortProperty(by.name()).setSortable(true);
  }

  /** Shows which column the usual order is by. */
  public void markUsual(Column<T> column) {
    sort(
        List.of(
            new GridSortOrder<>(
                column, usual.descending() ? SortDirection.DESCENDING : SortDirection.ASCENDING)));
  }

  void fit(Room room) {
    narrow.forEach(column -> column.setVisible(room == Room.NARROW));
    medium.forEach(column -> column.setVisible(room != Room.NARROW));
    wide.forEach(column -> column.setVisible(room == Room.WIDE));
    setClassName("records-narrow", room == Room.NARROW);
  }

  /** Reads again what is shown; place and selection stay. */
  public void refresh() {
    getDataProvider().refreshAll();
  }

  /** Shows a newer version of a record, without reading anything. */
  public void show(T newer) {
    getDataProvider().refreshItem(newer);
  }
}
