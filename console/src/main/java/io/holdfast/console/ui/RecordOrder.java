package io.holdfast.console.ui;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.Grid.Column;
import com.vaadin.flow.component.grid.GridSortOrder;
import com.vaadin.flow.data.provider.SortDirection;
import io.holdfast.schema.Order;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a list is ordered by: what one chose by its columns, else the usual. The address holds it.
 *
 * @param <T> what is listed
 * @param <S> what it can be sorted by
 */
final class RecordOrder<T, S extends Enum<S>> implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final String DESCENDING = "-";

  private final Grid<T> list;
  private final Order<S> usual;
  private final Map<Column<T>, S> columns = new LinkedHashMap<>();
  private @Nullable Order<S> fixed;

  RecordOrder(Grid<T> list, Order<S> usual) {
    this.list = list;
    this.usual = usual;
  }

  void add(Column<T> column, S by) {
    columns.put(column.setSortProperty(by.name()).setSortable(true), by);
  }

  /**
   * A choice of it, where there are no headers to click.
   *
   * @param chosen called when somebody has chosen
   */
  OrderChoice<T> choice(Runnable chosen) {
    return new OrderChoice<>(list, List.copyOf(columns.keySet()), chosen);
  }

  /** The order in which to list now. */
  Order<S> now() {
    return fixed == null ? chosen() : fixed;
  }

  private Order<S> chosen() {
    return list.getSortOrder().stream()
        .findFirst()
        .map(it ->
            new Order<>(
                Objects.requireNonNull(columns.get(it.getSorted())),
                it.getDirection() == SortDirection.DESCENDING))
        .orElse(usual);
  }

  private void show(Order<S> wanted) {
    if (chosen().equals(wanted) && !list.getSortOrder().isEmpty()) {
      return;
    }
    SortDirection direction =
        wanted.descending() ? SortDirection.DESCENDING : SortDirection.ASCENDING;
    columns.forEach((column, by) -> {
      if (by == wanted.by()) {
        list.sort(List.of(new GridSortOrder<>(column, direction)));
      }
    });
  }

  /** Has the headers say it that come to be shown just now: they were not there to be told. */
  void showAgain() {
    List<GridSortOrder<T>> shown = List.copyOf(list.getSortOrder());
    // What is the same is not told again.
    list.sort(List.of());
    list.sort(shown);
  }

  /** As an address has it: {@code size}, {@code -size} when descending, empty when usual. */
  String inAddress() {
    Order<S> order = chosen();
    return order.equals(usual)
        ? ""
        : (order.descending() ? DESCENDING : "") + inAddress(order.by());
  }

  private String inAddress(S by) {
    return by.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Orders as an address says; as usual where it says nothing that can be. */
  void read(String address) {
    boolean descending = address.startsWith(DESCENDING);
    String name = descending ? address.substring(1) : address;
    show(
        columns.values().stream()
            .filter(by -> inAddress(by).equals(name))
            .findFirst()
            .map(by -> new Order<>(by, descending))
            .orElse(usual));
  }

  /**
   * Lists in this order and no other; {@code null}: in the one that was chosen again.
   *
   * @return whether that is another order than before
   */
  boolean fix(@Nullable Order<S> order) {
    Order<S> before = now();
    fixed = order;
    columns.keySet().forEach(column -> column.setSortable(order == null));
    return !before.equals(now());
  }
}
