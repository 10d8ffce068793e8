package io.holdfast.schema.task;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task as a row.
 *
 * @param volumeId source of a backup, target of a restore, else the backup's source
 * @param backend of the volume that is attached; {@code null} when none is
 * @param priority 1 goes first, 9 last
 * @param host the owner while running, afterwards the last one
 * @param incarnation the owner's process start; {@code null} while nobody owns it
 * @param attempt how often it was claimed
 * @param failures attempts that ended in an error that may pass
 * @param samplePercent how much a verify reads; {@code null} is everything
 * @param position where to go on, in the engine's own words (JSON)
 * @param damaged of a verify: it found a backup damaged, and has succeeded all the same
 * @param repeatedBy the task that was asked for in place of this one, which failed or was cancelled
 */
public record Task(
    UUID id,
    TaskKind kind,
    TaskState state,
    @Nullable UUID projectId,
    @Nullable String projectName,
    @Nullable UUID backupId,
    @Nullable String backupName,
    @Nullable UUID volumeId,
    @Nullable String volumeName,
    UUID repositoryId,
    @Nullable String backend,
    int priority,
    @Nullable String host,
    @Nullable UUID incarnation,
    int attempt,
    int failures,
    int maxAttempts,
    Instant notBefore,
    @Nullable Instant cancelRequestedAt,
    @Nullable String cancelRequestedBy,
    @Nullable String stage,
    @Nullable Long bytesTotal,
    long bytesDone,
    long bytesStored,
    @Nullable String position,
    @Nullable Integer samplePercent,
    @Nullable String message,
    boolean damaged,
    String createdBy,
    Instant createdAt,
    @Nullable Instant startedAt,
    Instant updatedAt,
    @Nullable Instant finishedAt,
    @Nullable UUID repeatedBy) {}
