package io.holdfast.schema.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Room where a repository lies.
 *
 * @param totalBytes {@code null}: the place cannot tell
 * @param foundAt when a worker looked
 */
public record RepositorySpace(@Nullable Long totalBytes, long freeBytes, Instant foundAt) {}
