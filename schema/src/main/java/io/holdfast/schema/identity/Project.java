package io.holdfast.schema.identity;

import java.time.Instant;
import java.util.UUID;

/** A project as a row. */
public record Project(UUID id, String name, String description, Instant createdAt) {}
