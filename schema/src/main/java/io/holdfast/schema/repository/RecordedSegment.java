package io.holdfast.schema.repository;

/**
 * A segment of a backup in the making that is complete in the repository.
 *
 * @param ordinal place in the volume, from 0
 * @param dataBytes of it that are not zeros
 * @param storedBytes newly stored for it
 */
public record RecordedSegment(
    long ordinal, byte[] segmentId, long dataBytes, long readBytes, long storedBytes) {}
