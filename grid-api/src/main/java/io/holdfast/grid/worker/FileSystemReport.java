package io.holdfast.grid.worker;

import java.util.Objects;

/** A partition, or a disk without any, and what is in it. */
public final class FileSystemReport {

  private final int partition;
  private final String kind;
  private final boolean readable;
  private final long sizeBytes;

  /**
   * Describes a partition.
   *
   * @param partition its number as Linux counts them; 0 for the whole disk
   * @param kind as people call it, for instance {@code XFS} or {@code encrypted (LUKS)}
   * @param readable whether files can be read out of it
   */
  public FileSystemReport(int partition, String kind, boolean readable, long sizeBytes) {
    this.partition = partition;
    this.kind = Objects.requireNonNull(kind, "kind");
    this.readable = readable;
    this.sizeBytes = sizeBytes;
  }

  public int partition() {
    return partition;
  }

  public String kind() {
    return kind;
  }

  public boolean isReadable() {
    return readable;
  }

  public long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public String toString() {
    return "partition %d: %s, %d bytes".formatted(partition, kind, sizeBytes);
  }
}
