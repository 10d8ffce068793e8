package io.holdfast.schema.volume;

/** What volumes can be ordered by. */
public enum VolumeSort {
  CREATED,
  NAME,
  SIZE,
  STATUS,
  BACKEND,
  /** Those without a backup count as oldest. */
  LAST_BACKUP
}
