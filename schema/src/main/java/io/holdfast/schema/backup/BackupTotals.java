package io.holdfast.schema.backup;

/**
 * What a finished backup came to.
 *
 * @param readBytes read from the volume
 * @param storedBytes added to the repository
 */
public record BackupTotals(long readBytes, long storedBytes) {}
