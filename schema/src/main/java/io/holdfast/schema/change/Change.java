package io.holdfast.schema.change;

/**
 * A row that was added, changed or removed.
 *
 * @param id as text; of a backend its name
 */
public record Change(ChangedTable table, String id) {

  /** Reads {@code <table>:<id>}. */
  static Change of(String payload) {
    int colon = payload.indexOf(':');
    return new Change(ChangedTable.of(payload.substring(0, colon)), payload.substring(colon + 1));
  }
}
