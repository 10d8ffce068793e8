package io.holdfast.schema.task;

import java.util.Set;

/** What a task does. */
public enum TaskKind {
  BACKUP("backup"),
  RESTORE("restore"),
  DELETE("delete"),
  VERIFY("verify"),
  RECLAIM("reclaim"),
  VERIFY_REPOSITORY("verify-repository"),
  REINDEX("reindex");

  /** What this version knows; a newer one on the same database may know more. */
  public static final Set<TaskKind> ALL = Set.of(values());

  private final String value;

  TaskKind(String value) {
    this.value = value;
  }

  /** The word for it in the database, the API and the pages. */
  public String value() {
    return value;
  }

  /** The constant for a word; words that are none are refused. */
  public static TaskKind of(String value) {
    for (TaskKind constant : values()) {
      if (constant.value.equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no TaskKind: " + value);
  }

  /** Whether it works on a whole repository, so that only who runs the installation may ask. */
  public boolean isOfRepository() {
    return switch (this) {
      case RECLAIM, VERIFY_REPOSITORY, REINDEX -> true;
      case BACKUP, RESTORE, DELETE, VERIFY -> false;
    };
  }

  /** Where it stands among the priorities (1 first, 9 last) when nobody says otherwise. */
  public int usualPriority() {
    return switch (this) {
      case RESTORE -> 3;
      case BACKUP -> 5;
      case DELETE -> 6;
      case VERIFY -> 7;
      case RECLAIM, VERIFY_REPOSITORY -> 8;
      case REINDEX -> 2;
    };
  }
}
