package io.holdfast.schema.task;

/**
 * What a verify found.
 *
 * @param message one sentence for people
 */
public record VerifyOutcome(boolean intact, String message) {}
