package io.holdfast.console.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.data.provider.DataChangeEvent.DataRefreshEvent;
import com.vaadin.flow.data.provider.Query;
import io.holdfast.schema.Order;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a list sends to the browser when something has changed. */
class RecordGridTest {

  private enum By {
    NAME
  }

  private record Thing(int id, String state) {}

  private final List<Thing> things =
      new ArrayList<>(List.of(new Thing(1, "new"), new Thing(2, "new"), new Thing(3, "new")));
  private final RecordGrid<Thing, By> grid =
      new RecordGrid<>(
          Order.ascending(By.NAME),
          (order, slice) -> things.stream().skip(slice.offset()).limit(slice.limit()).toList(),
          things::size,
          Thing::id);
  private final List<Object> drawn = new ArrayList<>();

  @BeforeEach
  void show_the_first_two() {
    grid.getDataProvider().size(new Query<>());
    var _ = grid.getDataProvider().fetch(new Query<>(0, 2, List.of(), null, null)).toList();
    grid.getDataProvider()
        .addDataProviderListener(
            event -> drawn.add(event instanceof DataRefreshEvent<?> one ? one.getItem() : "all"));
  }

  @Test
  void nothing_while_all_that_is_shown_is_the_same() {
    grid.refresh();
    things.set(2, new Thing(3, "changed"));
    grid.refresh();

    assertThat(drawn).isEmpty();
  }

  @Test
  void only_the_record_that_changed() {
    things.set(1, new Thing(2, "changed"));
    grid.refresh();
    grid.refresh();

    assertThat(drawn).containsExactly(new Thing(2, "changed"));
  }

  @Test
  void everything_when_others_come_into_sight() {
    things.set(0, new Thing(4, "new"));
    grid.refresh();

    assertThat(drawn).containsExactly("all");
  }

  @Test
  void everything_when_the_list_got_longer() {
    things.add(new Thing(4, "new"));
    grid.refresh();

    assertThat(drawn).containsExactly("all");
  }

  @Test
  void what_was_read_by_scrolling_too() {
    var _ = grid.getDataProvider().fetch(new Query<>(2, 2, List.of(), null, null)).toList();
    things.set(2, new Thing(3, "changed"));
    grid.refresh();

    assertThat(drawn).containsExactly(new Thing(3, "changed"));
  }
}
