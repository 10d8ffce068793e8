package io.holdfast.schema.repository;

import java.util.Set;
import java.util.UUID;

/** Whether segments were recorded. Unless they were, nothing has changed. */
public sealed interface RecordResult {

  record Recorded() implements RecordResult {}

  /** These packs are deleting, gone or unknown: what they held has to be stored anew. */
  record PacksLost(Set<UUID> packs) implements RecordResult {}

  /** The caller no longer owns the backup. */
  record Fenced() implements RecordResult {}
}
