package io.holdfast.schema.volume;

/** What volumes can be ordered by. */
public enum VolumeSort {
  CREATED,
  NAME,
  SIZE,
  STATUS,
  BACKEND,
  /** Those without a backup count as oldest. */
  LAST_BACKUP,
  /** What needs somebody first; the same by name. */
  PROTECTION
}
