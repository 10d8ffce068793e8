package io.holdfast.console.api;

import io.holdfast.console.refusal.Input;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.schema.Slice;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param next the marker that the next page begins with; {@code null} on the last one
 */
record Page<T>(List<T> items, @Nullable String next) {

  /** All of a list that is short by nature. */
  static <R, T> Page<T> whole(List<R> rows, Function<R, T> toJson) {
    return new Page<>(rows.stream().map(toJson).toList(), null);
  }

  /** The page that a marker and a limit ask for; reads one row more, to know of a next page. */
  static <R, T> Page<T> of(
      @Nullable String marker,
      @Nullable Integer limit,
      Function<Slice, List<R>> rows,
      Function<R, T> toJson) {
    int offset = offset(marker);
    int size = size(limit);
    List<R> read = rows.apply(new Slice(offset, size + 1));
    boolean more = read.size() > size;
    return new Page<>(
        read.stream().limit(size).map(toJson).toList(),
        more && size > 0 ? String.valueOf(offset + size) : null);
  }

  static int offset(@Nullable String marker) {
    if (marker == null || marker.isBlank()) {
      return 0;
    }
    if (!marker.matches("[0-9]{1,9}")) {
      throw Refusal.invalid(
          "marker-invalid",
          "'%s' is no marker.".formatted(marker),
          "Send the 'next' of the page before, or nothing for the first page.");
    }
    return Integer.parseInt(marker);
  }

  static int size(@Nullable Integer limit) {
    if (limit == null) {
      return Input.DEFAULT_PAGE;
    }
    if (limit < 1 || limit > Input.PAGE_LIMIT) {
      throw Refusal.invalid(
          "limit-invalid",
          "A page cannot have %d items.".formatted(limit),
          "Give a limit from 1 to %d.".formatted(Input.PAGE_LIMIT));
    }
    return limit;
  }
}
