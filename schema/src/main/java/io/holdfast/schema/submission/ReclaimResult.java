package io.holdfast.schema.submission;

import java.util.UUID;

/** What became of the wish to reclaim what no backup refers to. */
public sealed interface ReclaimResult {

  record Accepted(UUID taskId) implements ReclaimResult {}

  record RepositoryMissing() implements ReclaimResult {}

  record AlreadyQueued(Blocker by) implements ReclaimResult {}
}
