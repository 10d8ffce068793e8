package io.holdfast.schema.backup;

/** What backups can be ordered by. */
public enum BackupSort {
  CREATED,
  DATA_TIMESTAMP,
  NAME,
  VOLUME_NAME,
  SIZE,
  STORED,
  STATUS
}
