package io.holdfast.schema.change;

import java.util.Optional;

/**
 * A row that was added, changed or removed.
 *
 * @param id as text; of a backend its name, of a setting its key
 */
public record Change(ChangedTable table, String id) {

  /** Reads {@code <table>:<id>}; empty for a table that a later version has added. */
  static Optional<Change> of(String payload) {
    int colon = payload.indexOf(':');
    String id = payload.substring(colon + 1);
    return ChangedTable.of(payload.substring(0, colon)).map(table -> new Change(table, id));
  }
}
