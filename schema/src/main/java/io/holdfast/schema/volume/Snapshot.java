package io.holdfast.schema.volume;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A snapshot that somebody asked for, as a row. */
public record Snapshot(
    UUID id,
    UUID projectId,
    UUID volumeId,
    String name,
    String description,
    long sizeBytes,
    SnapshotStatus status,
    @Nullable String errorReason,
    Instant createdAt,
    Instant updatedAt) {}
