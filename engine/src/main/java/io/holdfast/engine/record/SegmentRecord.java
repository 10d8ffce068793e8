package io.holdfast.engine.record;

import io.holdfast.engine.chunk.ChunkId;

/**
 * A segment of a running backup that is complete in the repository.
 *
 * @param ordinal place in the volume, from 0; each covers 1024 chunks
 * @param segmentId {@link ChunkId#ZERO} if all of it is zeros
 * @param dataBytes of it that are not zero chunks
 * @param readBytes read from the volume for it
 * @param storedBytes newly stored in the repository for it
 */
public record SegmentRecord(
    long ordinal, ChunkId segmentId, long dataBytes, long readBytes, long storedBytes) {}
