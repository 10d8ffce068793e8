package io.holdfast.schema.volume;

import java.util.Map;
import java.util.UUID;

/** A volume that is to be made. */
public record NewVolume(
    UUID id,
    UUID projectId,
    String name,
    String description,
    long sizeBytes,
    String backend,
    Map<String, String> metadata) {}
