package io.holdfast.console.ui;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridMultiSelectionModel;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.provider.Query;
import com.vaadin.flow.data.renderer.Renderer;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** Reads a slice of the list. */
  @FunctionalInterface
  public interface Source<T, S extends Enum<S>> {
    List<T> read(Order<S> order, Slice slice);
  }

  /**
   * Rows say how long ago something was, so all are drawn with each minute that a page is told of.
   */
  private static final long DRAWN_FOR_NANOS = TimeUnit.SECONDS.toNanos(50);

  private final transient Source<T, S> source;
  private final transient Function<T, Object> id;
  private final transient SeenSlices<T, S> seen;
  private final RecordOrder<T, S> order;
  private long drawnAtNanos = System.nanoTime();
  private final Map<Column<T>, Set<Room>> columns = new LinkedHashMap<>();

  public RecordGrid(
      Order<S> usual, Source<T, S> source, IntSupplier count, Function<T, Object> id) {
    this.order = new RecordOrder<>(this, usual);
    this.source = source;
    this.id = id;
    this.seen = new SeenSlices<>(source, count, id);
    addThemeVariants(GridVariant.LUMO_NO_BORDER);
    addClassName("records");
    KeyboardFocus.keys(this);
    setItems(
        new CallbackDataProvider<>(
            this::fetch, query -> Math.min(seen.countShown(), query.getLimit()), id::apply));
    setMultiSort(false);
    setColumnReorderingAllowed(false);
  }

  private Stream<T> fetch(Query<T, Void> query) {
    return seen.read(order.now(), new Slice(query.getOffset(), query.getLimit())).stream();
  }

  /** A column for windows that are not narrow. */
  public Column<T> addMain(String header, Renderer<T> cell) {
    return add(header, cell, Room.MEDIUM, Room.WIDE, Room.VAST);
  }

  /** A column that is left out when there is little room. */
  public Column<T> addExtra(String header, Renderer<T> cell) {
    return add(header, cell, Room.WIDE, Room.VAST);
  }

  /** A column that is left out unless there is room to spare. */
  public Column<T> addSpare(String header, Renderer<T> cell) {
    return add(header, cell, Room.VAST);
  }

  private Column<T> add(String header, Renderer<T> cell, Room... rooms) {
    Column<T> column = addColumn(cell).setHeader(header).setResizable(true);
    columns.put(column, Set.of(rooms));
    return column;
  }

  /** The column that narrow windows have instead of the others. */
  public Column<T> addNarrow(Renderer<T> cell) {
    Column<T> column = addColumn(cell).setFlexGrow(1);
    column.setVisible(false);
    columns.put(column, Set.of(Room.NARROW));
    return column;
  }

  /** Lets a column be sorted by. */
  public Column<T> sortable(Column<T> column, S by) {
    order.add(column, by);
    return column;
  }

  /** What it is ordered by. */
  RecordOrder<T, S> order() {
    return order;
  }

  void fit(Room room) {
    boolean more =
        columns.entrySet().stream()
            .anyMatch(it -> it.getValue().contains(room) && !it.getKey().isVisible());
    columns.forEach((column, rooms) -> column.setVisible(rooms.contains(room)));
    if (more) {
      order.showAgain();
    }
    setClassName("records-narrow", room == Room.NARROW);
  }

  /** Lists in this order and no other; {@code null}: in the one that one chose. */
  public void fix(@Nullable Order<S> wanted) {
    boolean other = order.fix(wanted);
    setClassName("records-fixed", wanted != null);
    if (other) {
      drawAll();
    }
  }

  /**
   * Has rows selected, several at once; a click on a row is then told by {@link #onRow}.
   *
   * @param changed called when others are selected
   */
  void selectSeveral(Runnable changed) {
    setSelectionMode(SelectionMode.MULTI);
    OwnWords.selectionBoxes(this);
    asMultiSelect().addValueChangeListener(change -> changed.run());
  }

  boolean selectsSeveral() {
    return getSelectionModel() instanceof GridMultiSelectionModel;
  }

  /** Tells of rows that somebody clicks, or activates by keyboard. */
  void onRow(Consumer<T> chosen) {
    addItemClickListener(click -> {
      // The second click of two would take back the first.
      if (click.getClickCount() < 2) {
        chosen.accept(click.getItem());
      }
    });
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
    asMultiSelect().setValue(new LinkedHashSet<>(source.read(order.now(), Slice.first(most))));
  }

  /** Selects nothing any more, where several can be. */
  void unselect() {
    if (selectsSeveral()) {
      asMultiSelect().clear();
    }
  }

  /** How many entries the list has. */
  int count() {
    return seen.count();
  }

  /** Reads again what is shown, and draws what is different; place and selection stay. */
  public void refresh() {
    boolean old = System.nanoTime() - drawnAtNanos > DRAWN_FOR_NANOS;
    Optional<List<T>> changed = old ? Optional.empty() : seen.changed();
    changed.ifPresentOrElse(records -> records.forEach(this::show), this::drawAll);
  }

  private void drawAll() {
    seen.forget();
    drawnAtNanos = System.nanoTime();
    getDataProvider().refreshAll();
  }

  /** Shows a newer version of a record, without reading anything. */
  public void show(T newer) {
    getDataProvider().refreshItem(newer);
  }
}
