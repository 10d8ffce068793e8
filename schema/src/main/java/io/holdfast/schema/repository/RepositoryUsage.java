package io.holdfast.schema.repository;

/**
 * What lies in a repository.
 *
 * @param storedBytes of all packs that are not gone
 * @param protectedBytes sizes of the volumes whose backups it holds, each backup counted in full
 */
public record RepositoryUsage(int packs, long storedBytes, int backups, long protectedBytes) {}
