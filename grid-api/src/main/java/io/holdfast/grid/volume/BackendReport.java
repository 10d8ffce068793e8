package io.holdfast.grid.volume;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One backend of a volume service: what it can do and how full it is. */
public final class BackendReport {

  private final String name;
  private final String type;
  private final boolean attachesSnapshots;
  private final boolean sharesSnapshotData;
  private final long totalBytes;
  private final long freeBytes;

  /** Not in the messages of volume services of earlier versions. */
  private final @Nullable String availabilityZone;

  /**
   * Describes a backend whose zone does not matter.
   *
   * @param name its name, unique in the grid
   * @param type its kind, for instance {@code file}
   * @param attachesSnapshots whether a snapshot can be attached as it is; else a temporary volume
   *     is made from it
   * @param sharesSnapshotData whether a snapshot costs next to nothing at first; else it is a copy
   * @param totalBytes size of the storage, or -1 when unknown
   * @param freeBytes free room, or -1 when unknown
   */
  public BackendReport(
      String name,
      String type,
      boolean attachesSnapshots,
      boolean sharesSnapshotData,
      long totalBytes,
      long freeBytes) {
    this(name, type, attachesSnapshots, sharesSnapshotData, totalBytes, freeBytes, "");
  }

  private BackendReport(
      String name,
      String type,
      boolean attachesSnapshots,
      boolean sharesSnapshotData,
      long totalBytes,
      long freeBytes,
      String availabilityZone) {
    this.name = Objects.requireNonNull(name, "name");
    this.type = Objects.requireNonNull(type, "type");
    this.attachesSnapshots = attachesSnapshots;
    this.sharesSnapshotData = sharesSnapshotData;
    this.totalBytes = totalBytes;
    this.freeBytes = freeBytes;
    this.availabilityZone = availabilityZone;
  }

  /** The same in an availability zone; empty: it does not matter. */
  public BackendReport in(String zone) {
    return new BackendReport(
        name, type, attachesSnapshots, sharesSnapshotData, totalBytes, freeBytes, zone);
  }

  public String name() {
    return name;
  }

  public String type() {
    return type;
  }

  /** Whether a snapshot can be attached without a temporary volume. */
  public boolean attachesSnapshots() {
    return attachesSnapshots;
  }

  /** Whether a snapshot is made at once by sharing data. */
  public boolean sharesSnapshotData() {
    return sharesSnapshotData;
  }

  public long totalBytes() {
    return totalBytes;
  }

  public long freeBytes() {
    return freeBytes;
  }

  /** Where the storage is; empty when that does not matter. */
  public String availabilityZone() {
    return Objects.requireNonNullElse(availabilityZone, "");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BackendReport that
        && name.equals(that.name)
        && type.equals(that.type)
        && attachesSnapshots == that.attachesSnapshots
        && sharesSnapshotData == that.sharesSnapshotData
        && totalBytes == that.totalBytes
        && freeBytes == that.freeBytes
        && availabilityZone().equals(that.availabilityZone());
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        name,
        type,
        attachesSnapshots,
        sharesSnapshotData,
        totalBytes,
        freeBytes,
        availabilityZone());
  }

  @Override
  public String toString() {
    return "backend %s (%s), %d of %d bytes free".formatted(name, type, freeBytes, totalBytes);
  }
}
