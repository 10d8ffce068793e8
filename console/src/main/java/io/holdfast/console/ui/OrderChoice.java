package io.holdfast.console.ui;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridSortOrder;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.data.provider.SortDirection;
import java.util.List;
import java.util.stream.Stream;

/** What a list is ordered by, where there is no room for the headers that one clicks else. */
final class OrderChoice<T> extends Select<OrderChoice.Entry<T>> {

  private static final long serialVersionUID = 1L;

  record Entry<T>(Grid.Column<T> column, SortDirection direction) {

    String label() {
      return Texts.of(
          direction == SortDirection.ASCENDING ? "list.order.ascending" : "list.order.descending",
          column.getHeaderText());
    }
  }

  OrderChoice(Grid<T> list, List<Grid.Column<T>> columns, Runnable chosen) {
    addClassName("order-choice");
    setAriaLabel(Texts.of("list.order"));
    setTestId("order");
    setVisible(!columns.isEmpty());
    setItems(
        columns.stream()
            .flatMap(column ->
                Stream.of(SortDirection.values()).map(direction -> new Entry<>(column, direction)))
            .toList());
    setItemLabelGenerator(Entry::label);
    list.getSortOrder().forEach(this::show);
    list.addSortListener(sorted -> sorted.getSortOrder().forEach(this::show));
    addValueChangeListener(change -> {
      if (change.isFromClient()) {
        Entry<T> entry = change.getValue();
        list.sort(List.of(new GridSortOrder<>(entry.column(), entry.direction())));
        chosen.run();
      }
    });
  }

  private void show(GridSortOrder<T> order) {
    setValue(new Entry<>(order.getSorted(), order.getDirection()));
  }
}
