package io.holdfast.console.ui;

import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * The slices of a list that were read and may be shown, to tell what has changed since.
 *
 * @param <T> the record
 * @param <S> what it can be sorted by
 */
final class SeenSlices<T, S extends Enum<S>> {

  /** More slices than this are sooner read anew than compared. */
  private static final int MOST = 8;

  private record Seen<T, S extends Enum<S>>(Order<S> order, Slice slice, List<T> records) {}

  private final RecordGrid.Source<T, S> source;
  private final IntSupplier count;
  private final Function<T, Object> id;
  private List<Seen<T, S>> seen = new ArrayList<>();
  private int shown;

  SeenSlices(RecordGrid.Source<T, S> source, IntSupplier count, Function<T, Object> id) {
    this.source = source;
    this.count = count;
    this.id = id;
  }

  List<T> read(Order<S> order, Slice slice) {
    List<T> records = source.read(order, slice);
    seen.removeIf(it -> !it.order().equals(order) || it.slice().equals(slice));
    seen.add(new Seen<>(order, slice, records));
    return records;
  }

  /** How many records the list has. */
  int count() {
    return count.getAsInt();
  }

  /** The same, to be shown. */
  int countShown() {
    shown = count();
    return shown;
  }

  void forget() {
    seen.clear();
  }

  /** Reads them again: the records that are different; empty: others came or went, or moved. */
  Optional<List<T>> changed() {
    if (seen.isEmpty() || seen.size() > MOST || count() != shown) {
      return Optional.empty();
    }
    List<T> changed = new ArrayList<>();
    List<Seen<T, S>> now = new ArrayList<>();
    for (Seen<T, S> before : seen) {
      List<T> records = source.read(before.order(), before.slice());
      if (!ids(records).equals(ids(before.records()))) {
        return Optional.empty();
      }
      for (int i = 0; i < records.size(); i++) {
        if (!records.get(i).equals(before.records().get(i))) {
          changed.add(records.get(i));
        }
      }
      now.add(new Seen<>(before.order(), before.slice(), records));
    }
    seen = now;
    return Optional.of(changed);
  }

  private List<Object> ids(List<T> records) {
    return records.stream().map(id).toList();
  }
}
