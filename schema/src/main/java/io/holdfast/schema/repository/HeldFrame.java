package io.holdfast.schema.repository;

import java.util.UUID;

/** A frame of a pack that something relies upon. */
public record HeldFrame(UUID packId, int offsetBytes, int storedBytes) {}
