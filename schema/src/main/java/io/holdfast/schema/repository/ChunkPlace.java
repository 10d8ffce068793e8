package io.holdfast.schema.repository;

import java.util.UUID;

/** Where a chunk or segment lies. */
public record ChunkPlace(
    byte[] id, UUID packId, PackKind kind, int offsetBytes, int storedBytes, int plainBytes) {}
