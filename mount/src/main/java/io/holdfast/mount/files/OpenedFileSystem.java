package io.holdfast.mount.files;

import io.holdfast.engine.extent.VolumeSource;
import io.holdfast.mount.export.MountedBackup;
import io.holdfast.mount.files.PartitionTable.Partition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file system in a backup, opened by the tools for it. What they write is thrown away. */
public final class OpenedFileSystem implements AutoCloseable {
  private static final int EXT_MAGIC_OFFSET = 1080;

  private enum Kind {
    EXT,
    XFS,
    NTFS
  }

  private record Candidate(String name, PartOfVolume part, Kind kind) {}

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
   * @throws FilesException when there is none, or there are several to choose from
   */
  public static OpenedFileSystem of(VolumeSource volume, int partition) throws IOException {
    PartOfVolume part = choose(volume, partition);
    Kind kind = kind(part).orElseThrow();
    // ext4's journal is replayed, as mounting would do, into the layer that is thrown away.
    MountedBackup backup =
        kind == Kind.EXT
            ? MountedBackup.writable(part, Path.of(System.getProperty("java.io.tmpdir", "/tmp")))
            : MountedBackup.readOnly(part);
    FuseFile file = FuseFile.of(backup);
    try {
      return new OpenedFileSystem(backup, file, tree(kind, file.path(), part));
    } catch (IOException | RuntimeException e) {
      file.close();
      backup.close();
      throw e;
    }
  }

  private static FileTree tree(Kind kind, Path device, VolumeSource part) throws IOException {
    return switch (kind) {
      case EXT -> {
        ExtTree.replayJournal(device);
        yield new ExtTree(device);
      }
      case XFS -> new XfsTree(device, part);
      case NTFS -> new NtfsTree(device);
    };
  }

  private static PartOfVolume choose(VolumeSource volume, int partition) {
    List<Partition> partitions = PartitionTable.of(volume);
    PartOfVolume whole = new PartOfVolume(volume, 0, volume.sizeBytes());
    Optional<Kind> onWhole = kind(whole);
    if (partition == 0 && onWhole.isPresent()) {
      return whole;
    }
    List<Candidate> candidates = new ArrayList<>();
    for (Partition one : partitions) {
      PartOfVolume part = new PartOfVolume(volume, one.offsetBytes(), one.lengthBytes());
      Optional<Kind> kind = kind(part);
      if (one.number() == partition && kind.isEmpty()) {
        throw new FilesException(
            "Partition %d has no ext, XFS or NTFS file system.".formatted(partition));
      }
      kind.filter(_ -> partition == 0 || one.number() == partition)
          .ifPresent(found -> candidates.add(new Candidate("" + one.number(), part, found)));
    }
    if (candidates.size() == 1) {
      return candidates.getFirst().part;
    }
    if (candidates.isEmpty()) {
      throw new FilesException(
          partition == 0
              ? "No ext, XFS or NTFS file system is found, neither on the whole disk nor in one of %d partitions. Mount the backup to look at it in other ways."
                  .formatted(partitions.size())
              : "There is no partition %d.".formatted(partition));
    }
    throw new FilesException(
        "There are several file systems; choose one by --partition: "
            + String.join(
                ", ",
                candidates.stream()
                    .map(c -> "%s (%s, %d bytes)".formatted(c.name, c.kind, c.part.sizeBytes()))
                    .toList()));
  }

  private static Optional<Kind> kind(VolumeSource part) {
    if (part.sizeBytes() < 2 * EXT_MAGIC_OFFSET) {
      return Optional.empty();
    }
    ByteBuffer start = ByteBuffer.allocate(EXT_MAGIC_OFFSET + 2);
    part.read(0, start);
    String text = new String(start.array(), 0, 16, StandardCharsets.ISO_8859_1);
    if (text.startsWith("XFSB")) {
      return Optional.of(Kind.XFS);
    }
    if (text.startsWith("NTFS    ", 3)) {
      return Optional.of(Kind.NTFS);
    }
    boolean ext = start.getShort(EXT_MAGIC_OFFSET) == (short) 0x53ef;
    return ext ? Optional.of(Kind.EXT) : Optional.empty();
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
