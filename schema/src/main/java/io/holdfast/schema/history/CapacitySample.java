package io.holdfast.schema.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What lay in a repository, or in several, at a moment.
 *
 * @param logicalBytes sizes of the volumes whose backups could be restored, each backup in full
 * @param storedBytes of all packs
 * @param freeBytes room that was left; {@code null}: unknown, also when it is of one of several
 */
public record CapacitySample(
    Instant at, long logicalBytes, long storedBytes, @Nullable Long freeBytes) {}
