package io.holdfast.console.live;

import io.holdfast.schema.change.Change;
import io.holdfast.schema.change.ChangedTable;
import java.util.Set;
import java.util.UUID;

/**
 * Rows that changed within a moment.
 *
 * @param everything whether anything may have changed, as after a lost connection; {@code rows} is
 *     empty then
 */
public record Changes(boolean everything, Set<Change> rows) {

  public Changes {
    rows = Set.copyOf(rows);
  }

  /** Whether something in one of these tables may have changed. */
  public boolean touch(ChangedTable... tables) {
    Set<ChangedTable> wanted = Set.of(tables);
    return everything || rows.stream().anyMatch(row -> wanted.contains(row.table()));
  }

  /** Whether this row may have changed. */
  public boolean touch(ChangedTable table, UUID id) {
    return everything || rows.contains(new Change(table, id.toString()));
  }
}
