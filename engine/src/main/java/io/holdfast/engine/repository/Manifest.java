package io.holdfast.engine.repository;

import io.holdfast.engine.chunk.ChunkId;
import java.time.Instant;
import java.util.List;

/**
 * A finished backup: what it is of, and the segments that list its chunks. Reading a backup needs
 * this and no other backup.
 *
 * @param sizeBytes of the volume
 * @param chunkBytes the repository's chunk size
 * @param completedAt when the last segment was stored
 * @param segments one for each 1024 chunks of the volume, in order
 */
public record Manifest(
    BackupDescription backup,
    long sizeBytes,
    int chunkBytes,
    Instant completedAt,
    Totals totals,
    List<ChunkId> segments) {

  public Manifest {
    segments = List.copyOf(segments);
  }

  public BackupId id() {
    return backup.id();
  }

  /**
   * @param dataBytes of the volume that are not zero chunks
   * @param readBytes read from the volume
   * @param storedBytes newly stored in the repository by this backup
   */
  public record Totals(long dataBytes, long readBytes, long storedBytes) {}
}
