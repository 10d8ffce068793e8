package io.holdfast.schema.notification;

import java.util.Set;

/** What can go wrong that people are told of. */
public enum TroubleKind {
  /** A task failed for good. */
  TASK_FAILED("task-failed"),
  /** A volume that had a fresh backup has none any more. */
  VOLUME_LATE("volume-late"),
  /** A run of a policy was missed, or some of its volumes got no backup. */
  RUN_MISSED("run-missed"),
  /** A worker ended without a word. */
  WORKER_LOST("worker-lost"),
  /** A repository cannot be worked in. */
  REPOSITORY_UNAVAILABLE("repository-unavailable"),
  /** Less than a tenth of a repository's room is left. */
  REPOSITORY_FULL("repository-full"),
  /** A verify or a restore found a backup damaged. */
  BACKUP_DAMAGED("backup-damaged");

  /** What this version knows; a newer one on the same database may know more. */
  public static final Set<TroubleKind> ALL = Set.of(values());

  private final String value;

  TroubleKind(String value) {
    this.value = value;
  }

  /** The word for it in the database and the API. */
  public String value() {
    return value;
  }

  /** The setting that says whether people are told of it: {@code true} or {@code false}. */
  public String setting() {
    return "notify." + value;
  }

  /** The constant for a word; words that are none are refused. */
  public static TroubleKind of(String value) {
    for (TroubleKind constant : values()) {
      if (constant.value.equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no TroubleKind: " + value);
  }
}
