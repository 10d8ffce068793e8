package io.holdfast.schema.task;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a dispatcher needs to know of a queued task that is due. */
public record QueuedTask(
    UUID id,
    TaskKind kind,
    @Nullable UUID projectId,
    @Nullable UUID backupId,
    @Nullable UUID volumeId,
    UUID repositoryId,
    @Nullable String backend,
    int priority,
    int attempt,
    Instant notBefore) {}
