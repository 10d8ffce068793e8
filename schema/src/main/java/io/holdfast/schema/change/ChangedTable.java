package io.holdfast.schema.change;

/** Tables whose changes are told. */
public enum ChangedTable {
  VOLUME("volume"),
  SNAPSHOT("snapshot"),
  BACKUP("backup"),
  /** Not for mere progress. */
  TASK("task"),
  /** Not for mere renewals. */
  NODE("node"),
  REPOSITORY("repository"),
  BACKEND("backend"),
  /** Not for what only its own keeping needs. */
  POLICY("policy"),
  POLICY_RUN("policy_run");

  private final String value;

  ChangedTable(String value) {
    this.value = value;
  }

  /** The table's name. */
  public String value() {
    return value;
  }

  static ChangedTable of(String value) {
    for (ChangedTable table : values()) {
      if (table.value.equals(value)) {
        return table;
      }
    }
    throw new IllegalArgumentException("no ChangedTable: " + value);
  }
}
