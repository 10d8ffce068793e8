package io.holdfast.schema.repository;

import java.util.UUID;

/**
 * A frame of a pack that something relies upon.
 *
 * @param id of the chunk or segment in it
 */
public record HeldFrame(byte[] id, UUID packId, int offsetBytes, int storedBytes) {}
