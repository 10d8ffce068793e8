package io.holdfast.schema.volume;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A storage pool as a row.
 *
 * @param capabilities what its volume service says of it
 * @param maxRunningTasks {@code null}: no limit
 * @param seenAt when its volume service last reported it
 */
public record Backend(
    String name,
    String volumeServiceHost,
    String availabilityZone,
    Map<String, String> capabilities,
    @Nullable Long totalBytes,
    @Nullable Long freeBytes,
    @Nullable Integer maxRunningTasks,
    Instant seenAt) {}
