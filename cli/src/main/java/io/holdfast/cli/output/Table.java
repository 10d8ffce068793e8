package io.holdfast.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Rows in columns, each as wide as its widest cell. */
public final class Table {

  private static final String GAP = "  ";

  private final List<String> headings;
  private final List<Boolean> right;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table with these headings; {@code "SIZE>"} is the heading SIZE of a right-aligned column. */
  public Table(String... headings) {
    this.right = List.of(headings).stream().map(heading -> heading.endsWith(">")).toList();
    this.headings =
        List.of(headings).stream().map(heading -> heading.replaceFirst(">$", "")).toList();
  }

  /** Adds a row; there must be a cell for each heading. */
  public Table row(String... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException(
          "A row of %d cells in a table of %d columns".formatted(cells.length, headings.size()));
    }
    rows.add(List.of(cells).stream().map(Table::printable).toList());
    return this;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Headings and rows, each line without blanks at its end and with a line break. */
  public String text() {
    int[] widths = new int[headings.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = headings.get(column).length();
      for (List<String> row : rows) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder text = new StringBuilder();
    append(text, headings, widths);
    rows.forEach(row -> append(text, row, widths));
    return text.toString();
  }

  private void append(StringBuilder text, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String padding = " ".repeat(widths[column] - cells.get(column).length());
      line.append(column == 0 ? "" : GAP)
          .append(right.get(column) ? padding + cells.get(column) : cells.get(column) + padding);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  /** Names come from users: a line break or an escape sequence in one must not reach a terminal. */
  static String printable(String cell) {
    return cell.replaceAll("\\p{Cntrl}", "\uFFFD");
  }
}
