package io.holdfast.schema.backup;

import java.util.Set;

/** What a backup is doing; the names are Cinder's. */
public enum BackupStatus {
  CREATING("creating"),
  AVAILABLE("available"),
  RESTORING("restoring"),
  DELETING("deleting"),
  DELETED("deleted"),
  ERROR("error"),
  ERROR_DELETING("error_deleting");

  /**
   * Those of backups that are finished and that nobody deletes: their repositories hold their
   * manifests.
   */
  public static final Set<BackupStatus> WITH_MANIFEST = Set.of(AVAILABLE, RESTORING);

  private final String value;

  BackupStatus(String value) {
    this.value = value;
  }

  /** The word for it in the database, the API and the pages. */
  public String value() {
    return value;
  }

  /** The constant for a word; words that are none are refused. */
  public static BackupStatus of(String value) {
    for (BackupStatus constant : values()) {
      if (constant.value.equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no BackupStatus: " + value);
  }
}
