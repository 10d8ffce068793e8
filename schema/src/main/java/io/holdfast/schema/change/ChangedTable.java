package io.holdfast.schema.change;

import java.util.Arrays;
import java.util.Optional;

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
  MOUNT("mount"),
  /** Not for what only its own keeping needs. */
  POLICY("policy"),
  POLICY_RUN("policy_run"),
  NOTIFICATION("notification"),
