package io.holdfast.schema.repository;

import java.util.UUID;

/**
 * One tombstoning of one pack.
 *
 * @param token differs when the pack was revived and tombstoned again
 */
public record PackTombstone(UUID packId, PackKind kind, long token) {}
