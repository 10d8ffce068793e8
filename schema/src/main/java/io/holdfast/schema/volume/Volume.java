package io.holdfast.schema.volume;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A volume as a row.
 *
 * @param previousStatus while it is being backed up or restored, the status to go back to
 * @param lastBackupAt the newest moment that an available backup of it holds
 * @param lastIntactBackupAt the same of those of which no part was found damaged
 * @param nextRunAt when a policy that covers it is due next; {@code null} when none does
 */
public record Volume(
    UUID id,
    UUID projectId,
    String projectName,
    String name,
    String description,
    long sizeBytes,
    String backend,
    VolumeStatus status,
    @Nullable VolumeStatus previousStatus,
    @Nullable String errorReason,
    Map<String, String> metadata,
    @Nullable Instant lastBackupAt,
    @Nullable Instant lastIntactBackupAt,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant deletedAt,
    Protection protection,
    @Nullable Instant nextRunAt) {}
