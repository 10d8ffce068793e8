package io.holdfast.schema.volume;

import java.util.UUID;

/** A volume that a volume service has listed. */
public record SeenVolume(UUID id, String name, long sizeBytes, boolean inUse) {}
