package io.holdfast.worker.mount;

import io.holdfast.engine.extent.VolumeSource;
import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.call.GridCallException;
import io.holdfast.grid.worker.FileReport;
import io.holdfast.grid.worker.FileSystemReport;
import io.holdfast.grid.worker.FolderReport;
import io.holdfast.mount.files.Confinement;
import io.holdfast.mount.files.FileEntry;
import io.holdfast.mount.files.FileEntry.Kind;
import io.holdfast.mount.files.FileTree;
import io.holdfast.mount.files.FilesException;
import io.holdfast.mount.files.FoundFileSystem;
import io.holdfast.mount.files.OpenedFileSystem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of one mount: its file systems, each opened when somebody looks into it, and the files
 * that are being read. The lock is the object's own and guards the opened file systems; it is held
 * while one list is made, so that hostile file systems make little work at once.
 */
final class MountFiles implements AutoCloseable {
  private static final int MOST_OPENED = 4;
  private static final int MOST_READS = 4;

  private static final Comparator<FileEntry> ORDER =
      Comparator.<FileEntry, Boolean>comparing(it -> it.kind() != Kind.DIRECTORY)
          .thenComparing(it -> it.name().toString());

  private final VolumeSource volume;

  /** In the order in which they were last used. */
  private final Map<Integer, OpenedFileSystem> opened = new LinkedHashMap<>(8, 0.75f, true);

  private final Map<UUID, FileRead> reads = new ConcurrentHashMap<>();
  private boolean closed;

  /** The folder that was listed last, as whoever wants more of it comes back soon. */
  private @Nullable Listed listed;

  private record Listed(int partition, String path, List<FileEntry> entries) {}

  MountFiles(VolumeSource volume) {
    this.volume = volume;
  }

  /** Whether somebody reads a file now; ends what nobody reads any more. */
  boolean isReading() {
    reads.forEach((id, read) -> {
      if (read.isAbandoned()) {
        close(id);
      }
    });
    return !reads.isEmpty();
  }

  List<FileSystemReport> fileSystems() {
    List<FileSystemReport> found = new ArrayList<>();
    for (FoundFileSystem one : FoundFileSystem.on(volume)) {
      found.add(
          new FileSystemReport(
              one.partition(), one.kind().label(), one.kind().isReadable(), one.sizeBytes()));
    }
    return found;
  }

  synchronized FolderReport list(int partition, String path, int skip, int most)
      throws IOException {
    FileTree tree = opened(partition).tree();
    List<FileEntry> entries = entries(tree, partition, path);
    int from = Math.clamp(skip, 0, entries.size());
    int to = Math.min(entries.size(), from + Math.clamp(most, 1, 1000));
    List<FileReport> part = new ArrayList<>();
    for (FileEntry entry : tree.detailed(entries.subList(from, to))) {
      part.add(report(entry));
    }
    return new FolderReport(part, entries.size());
  }

  private List<FileEntry> entries(FileTree tree, int partition, String path) throws IOException {
    Listed known = listed;
    if (known != null && known.partition == partition && known.path.equals(path)) {
      return known.entries;
    }
    FileEntry folder = tree.find(path);
    if (folder.kind() != Kind.DIRECTORY) {
      throw new FilesException(
          FilesException.Why.NOT_THERE,
          "'%s' is no directory (links are not followed).".formatted(folder.name()));
    }
    List<FileEntry> entries = tree.list(folder.inode()).stream().sorted(ORDER).toList();
    listed = new Listed(partition, path, entries);
    return entries;
  }

  private static FileReport report(FileEntry entry) {
    FileReport.Kind kind =
        switch (entry.kind()) {
          case DIRECTORY -> FileReport.Kind.DIRECTORY;
          case FILE -> FileReport.Kind.FILE;
          case LINK -> FileReport.Kind.LINK;
          case OTHER -> FileReport.Kind.OTHER;
        };
    return new FileReport(
        entry.name().toString(), kind, Math.max(0, entry.sizeBytes()), entry.modified());
  }

  synchronized FileReport open(UUID readId, int partition, String path) throws IOException {
    FileTree tree = opened(partition).tree();
    FileEntry file = tree.find(path);
    if (file.kind() != Kind.FILE) {
      throw new FilesException(
          FilesException.Why.NOT_THERE,
          "'%s' is no file; only files can be fetched, and links are not followed."
              .formatted(file.name()));
    }
    if (isReading() && reads.size() >= MOST_READS && !reads.containsKey(readId)) {
      throw new GridCallException(
          FailureKind.BUSY, "%d files of this backup are being read.".formatted(reads.size()));
    }
    FileEntry detailed = tree.detailed(List.of(file)).getFirst();
    reads.computeIfAbsent(readId, _ -> FileRead.start(partition, tree, detailed));
    return report(detailed);
  }

  byte[] read(UUID readId, long offset) {
    FileRead read = reads.get(readId);
    if (read == null) {
      throw new GridCallException(
          FailureKind.FAILED, "The file is not read any more, as nobody asked for its next piece.");
    }
    return read.read(offset);
  }

  void close(UUID readId) {
    Optional.ofNullable(reads.remove(readId)).ifPresent(FileRead::cancel);
  }

  private OpenedFileSystem opened(int partition) throws IOException {
    if (closed) {
      throw MountedBackups.gone();
    }
    OpenedFileSystem known = opened.get(partition);
    if (known != null) {
      return known;
    }
    if (opened.size() >= MOST_OPENED) {
      closeOne();
    }
    OpenedFileSystem now = OpenedFileSystem.of(volume, partition, Confinement.SANDBOX);
    opened.put(partition, now);
    return now;
  }

  private void closeOne() {
    int unused =
        opened.keySet().stream()
            .filter(it -> reads.values().stream().noneMatch(read -> read.partition() == it))
            .findFirst()
            .orElseThrow(() ->
                new GridCallException(
                    FailureKind.BUSY,
                    "Files of %d partitions are being read.".formatted(MOST_OPENED)));
    OpenedFileSystem over = opened.remove(unused);
    if (over != null) {
      over.close();
    }
  }

  /** Before the volume is closed. */
  @Override
  public void close() {
    reads.values().forEach(FileRead::cancel);
    synchronized (this) {
      closed = true;
      opened.values().forEach(OpenedFileSystem::close);
      opened.clear();
    }
    reads.clear();
  }
}
