package io.holdfast.schema.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A program's token as a row, without the token. */
public record Token(
    UUID id,
    UUID userId,
    String name,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant usedAt) {}
