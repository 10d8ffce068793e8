package io.holdfast.cli.api;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A volume as the API shows it. */
public record Volume(
    String id,
    @Nullable String name,
    @Nullable String description,
    @Nullable String project,
    long sizeBytes,
    @Nullable String backend,
    String status,
    @Nullable String error,
    @Nullable Map<String, String> metadata,
    @Nullable Instant createdAt,
    @Nullable Instant lastBackupAt,
    @Nullable String protection) {}
