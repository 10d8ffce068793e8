package io.holdfast.grid;

/** What a member of the grid is there for. */
public enum GridRole {
  CONSOLE("console"),
  WORKER("worker"),
  VOLUME_SERVICE("volume-service");

  private final String label;

  GridRole(String label) {
    this.label = label;
  }

  /** The role as people and the database write it, for instance {@code volume-service}. */
  public String label() {
    return label;
  }

  static GridRole ofLabel(String label) {
    for (GridRole role : values()) {
      if (role.label.equals(label)) {
        return role;
      }
    }
    throw new IllegalArgumentException("No grid role is called '" + label + "'.");
  }
}
