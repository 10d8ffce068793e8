package io.holdfast.console.repository;

import org.jspecify.annotations.Nullable;

/**
 * What one worker found where a repository is to be.
 *
 * @param worker its host
 * @param problem why it cannot work there, as a sentence; {@code null}: it can
 * @param holdsRepository whether there is one already
 * @param freeBytes room there; {@code null}: unknown
 */
public record PlaceTrial(
    String worker, @Nullable String problem, boolean holdsRepository, @Nullable Long freeBytes) {}
