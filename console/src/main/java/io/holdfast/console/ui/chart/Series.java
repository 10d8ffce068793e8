package io.holdfast.console.ui.chart;

import java.util.List;

/**
 * Values that belong together.
 *
 * @param name as in the legend
 * @param values one for each point, not negative
 */
public record Series(String name, Look look, List<Long> values) {

  public Series {
    values = List.copyOf(values);
  }

  long most() {
    return values.stream().mapToLong(Long::longValue).max().orElse(0);
  }
}
