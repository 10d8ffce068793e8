package io.holdfast.schema.task;

/**
 * What reading a backup again found.
 *
 * @param everything whether all of the backup was read; of a sample that is intact nothing follows
 *     for a backup that was found damaged
 * @param message one sentence for people
 */
public record VerifyOutcome(boolean intact, boolean everything, String message) {}
