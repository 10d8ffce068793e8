package io.holdfast.schema.repository;

import java.util.UUID;

/** A pack and the size of its object. */
public record PackSize(UUID packId, PackKind kind, long sizeBytes) {}
