package io.holdfast.schema.submission;

import java.util.UUID;

/** What became of the wish to reclaim, verify or reindex a repository. */
public sealed interface RepositoryTaskResult {

  record Accepted(UUID taskId) implements RepositoryTaskResult {}

  record RepositoryMissing() implements RepositoryTaskResult {}

  record AlreadyQueued(Blocker by) implements RepositoryTaskResult {}
}
