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
  NOTIFICATION_CHANNEL("notification_channel"),
  /** Only that one began. */
  TROUBLE("trouble"),
  /** Once a minute; the id is the moment, in seconds since 1970. */
  THROUGHPUT_SAMPLE("throughput_sample"),
  USER_ACCOUNT("user_account"),
  /** Of its use, once a minute at most. */
  API_TOKEN("api_token"),
  /** With the limits of its quota. */
  PROJECT("project"),
  SETTING("setting"),
  /** Only that an entry was added. */
  AUDIT("audit");

  private final String value;

  ChangedTable(String value) {
    this.value = value;
  }

  /** The table's name. */
  public String value() {
    return value;
  }

  static Optional<ChangedTable> of(String value) {
    return Arrays.stream(values()).filter(table -> table.value.equals(value)).findFirst();
  }
}
