package io.holdfast.mount.files;

import io.holdfast.engine.extent.VolumeSource;
import io.holdfast.mount.export.MountedBackup;
import io.holdfast.mount.files.FilesException.Why;
import io.holdfast.mount.files.PartitionTable.Partition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A file system in a backup, opened by the tools for it. What they write is thrown away. */
public final class OpenedFileSystem implements AutoCloseable {
  private record Chosen(PartOfVolume part, FileSystemKind kind) {}

  private final MountedBackup backup;
  private final FuseFile file;
  private final FileTree tree;

  private OpenedFileSystem(MountedBackup backup, FuseFile file, FileTree tree) {
    this.backup = backup;
    this.file = file;
    this.tree = tree;
  }

  /**
   * Opens the file system of a partition, or the only one there is.
   *
   * @param partition its number, or 0 for the only file system
   * @param confinement of the programs that read it
   * @throws FilesException when there is none, or there are several to choose from
   */
  public static OpenedFileSystem of(VolumeSource volume, int partition, Confinement confinement)
      throws IOException {
    Chosen chosen = choose(volume, partition);
    // ext4's journal is replayed, as mounting would do, into the layer that is thrown away.
    MountedBackup backup =
        chosen.kind == FileSystemKind.EXT
            ? MountedBackup.writable(
                chosen.part, Path.of(System.getProperty("java.io.tmpdir", "/tmp")))
            : MountedBackup.readOnly(chosen.part);
    FuseFile file = null;
    try {
      file = FuseFile.of(backup);
      DeviceTools tools = new DeviceTools(file.path(), confinement);
      return new OpenedFileSystem(backup, file, tree(chosen, tools));
    } catch (IOException | RuntimeException e) {
      if (file != null) {
        file.close();
      }
      backup.close();
      throw e;
    }
  }

  private static FileTree tree(Chosen chosen, DeviceTools tools) throws IOException {
    return switch (chosen.kind) {
      case EXT -> {
        ExtTree.replayJournal(tools);
        yield new ExtTree(tools);
      }
      case XFS -> new XfsTree(tools, chosen.part);
      case NTFS -> new NtfsTree(tools);
      case LUKS, BITLOCKER, LVM, BTRFS, FAT, SWAP, UNKNOWN ->
          throw new IllegalStateException("is never chosen: " + chosen.kind);
    };
  }

  private static Chosen choose(VolumeSource volume, int partition) {
    FileSystemKind whole = FileSystemKind.of(volume);
    if (partition == 0 && whole.isReadable()) {
      return new Chosen(new PartOfVolume(volume, 0, volume.sizeBytes()), whole);
    }
    List<Partition> partitions = PartitionTable.of(volume);
    List<FoundFileSystem> wanted =
        FoundFileSystem.inPartitions(volume, partitions).stream()
            .filter(one -> partition == 0 || one.partition() == partition)
            .toList();
    wanted.forEach(one -> mustBeReadable(one, partition));
    List<FoundFileSystem> readable = wanted.stream().filter(it -> it.kind().isReadable()).toList();
    if (readable.isEmpty()) {
      throw partition == 0
          ? noneIsReadable(whole, wanted)
          : new FilesException(Why.NOT_THERE, "There is no partition %d.".formatted(partition));
    }
    if (readable.size() > 1) {
      throw new FilesException(
          "There are several file systems; choose one by --partition: "
              + String.join(
                  ", ",
                  readable.stream()
                      .map(it ->
                          "%d (%s, %d bytes)"
                              .formatted(it.partition(), it.kind().label(), it.sizeBytes()))
                      .toList()));
    }
    FoundFileSystem only = readable.getFirst();
    Partition place =
        partitions.stream().filter(it -> it.number() == only.partition()).findFirst().orElseThrow();
    return new Chosen(
        new PartOfVolume(volume, place.offsetBytes(), place.lengthBytes()), only.kind());
  }

  private static FilesException noneIsReadable(FileSystemKind whole, List<FoundFileSystem> found) {
    String what =
        found.isEmpty()
            ? "The disk has no ext, XFS or NTFS file system; it has no partitions, and is %s."
                .formatted(whole.label())
            : "No partition has an ext, XFS or NTFS file system: %s."
                .formatted(
                    found.stream()
                        .map(it -> "%d is %s".formatted(it.partition(), it.kind().label()))
                        .collect(Collectors.joining(", ")));
    return new FilesException(
        Why.NOT_READABLE, what + " Mount the backup to look at it in other ways.");
  }

  private static void mustBeReadable(FoundFileSystem one, int partition) {
    if (partition != 0 && !one.kind().isReadable()) {
      throw new FilesException(
          Why.NOT_READABLE,
          "Partition %d has no ext, XFS or NTFS file system; it is %s."
              .formatted(partition, one.kind().label()));
    }
  }

  public FileTree tree() {
    return tree;
  }

  @Override
  public void close() {
    file.close();
    backup.close();
  }
}
