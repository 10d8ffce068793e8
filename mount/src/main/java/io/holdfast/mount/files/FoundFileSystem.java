package io.holdfast.mount.files;

import io.holdfast.engine.extent.VolumeSource;
import io.holdfast.mount.files.PartitionTable.Partition;
import java.util.ArrayList;
import java.util.List;

/**
 * A partition, or a whole disk without any, and what is in it.
 *
 * @param partition its number as Linux counts them; 0 for the whole disk
 */
public record FoundFileSystem(int partition, FileSystemKind kind, long sizeBytes) {

  /** In the order of the partition table; only the whole disk when a file system begins it. */
  public static List<FoundFileSystem> on(VolumeSource disk) {
    FileSystemKind whole = FileSystemKind.of(disk);
    List<Partition> partitions = PartitionTable.of(disk);
    if (whole.isReadable() || partitions.isEmpty()) {
      return List.of(new FoundFileSystem(0, whole, disk.sizeBytes()));
    }
    return inPartitions(disk, partitions);
  }

  static List<FoundFileSystem> inPartitions(VolumeSource disk, List<Partition> partitions) {
    List<FoundFileSystem> found = new ArrayList<>();
    for (Partition one : partitions) {
      PartOfVolume part = new PartOfVolume(disk, one.offsetBytes(), one.lengthBytes());
      found.add(new FoundFileSystem(one.number(), FileSystemKind.of(part), one.lengthBytes()));
    }
    return List.copyOf(found);
  }
}
