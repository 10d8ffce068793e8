package io.holdfast.schema.backup;

/** What backups can be ordered by. */
public enum BackupSort {
  CREATED,
  DATA_TIMESTAMP,
  NAME,
  /** One volume after the other; of each the newest moment first. */
  VOLUME_NAME,
  SIZE,
  STORED,
  STATUS
}
