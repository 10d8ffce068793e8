package io.holdfast.schema.repository;

/** Whether a repository can be worked in. */
public enum RepositoryState {
  /** Nobody has opened it yet. */
  NEW("new"),
  READY("ready"),
  /** The message says why. */
  UNAVAILABLE("unavailable");

  private final String value;

  RepositoryState(String value) {
    this.value = value;
  }

  /** The word for it in the database, the API and the pages. */
  public String value() {
    return value;
  }

  /** The constant for a word; words that are none are refused. */
  public static RepositoryState of(String value) {
    for (RepositoryState constant : values()) {
      if (constant.value.equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no RepositoryState: " + value);
  }
}
