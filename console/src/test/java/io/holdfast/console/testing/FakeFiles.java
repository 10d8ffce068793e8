package io.holdfast.console.testing;

import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.call.GridCallException;
import io.holdfast.grid.worker.BackupFiles;
import io.holdfast.grid.worker.FileReport;
import io.holdfast.grid.worker.FileReport.Kind;
import io.holdfast.grid.worker.FileSystemReport;
import io.holdfast.grid.worker.FolderReport;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The files of every backup of a {@link FakeWorker}: a folder, a text and one that breaks off, in
 * the second of three partitions until a test wants others.
 */
public final class FakeFiles implements BackupFiles {

  public static final String TEXT = "what is in the file\n".repeat(40_000);

  private static final FileSystemReport ENCRYPTED =
      new FileSystemReport(1, "encrypted (LUKS)", false, 1 << 20);
  private static final FileSystemReport FIRST = new FileSystemReport(2, "XFS", true, 1 << 20);
  private static final FileSystemReport SECOND = new FileSystemReport(3, "ext", true, 1 << 20);

  private static final List<FileReport> ENTRIES =
      List.of(
          new FileReport("letters", Kind.DIRECTORY, 0, Instant.EPOCH),
          new FileReport("broken", Kind.FILE, TEXT.length(), null),
          new FileReport("größe\\x0a.txt", Kind.FILE, TEXT.length(), Instant.EPOCH));

  private final Predicate<UUID> mounted;
  private final Map<UUID, String> reads = new ConcurrentHashMap<>();
  private volatile List<FileSystemReport> found = List.of(ENCRYPTED, FIRST);

  FakeFiles(Predicate<UUID> mounted) {
    this.mounted = mounted;
  }

  public void haveSeveralFileSystems() {
    found = List.of(ENCRYPTED, FIRST, SECOND);
  }

  public void haveNoFileSystem() {
    found = List.of(ENCRYPTED);
  }

  /** What is being read. */
  public Set<UUID> reads() {
    return reads.keySet();
  }

  @Override
  public List<FileSystemReport> fileSystems(UUID mountId) {
    must(mounted.test(mountId), FailureKind.NOT_FOUND);
    return new ArrayList<>(found);
  }

  @Override
  public FolderReport list(UUID mountId, int partition, String path, int skip, int most) {
    must(mounted.test(mountId), FailureKind.NOT_FOUND);
    must(partition == 2 && path.equals("/"), FailureKind.INVALID);
    return new FolderReport(ENTRIES.stream().skip(skip).limit(most).toList(), ENTRIES.size());
  }

  @Override
  public FileReport open(UUID mountId, UUID readId, int partition, String path) {
    must(mounted.test(mountId), FailureKind.NOT_FOUND);
    FileReport file =
        ENTRIES.stream()
            .filter(it -> path.equals("/" + it.name()) && it.kind() == Kind.FILE)
            .findFirst()
            .orElseThrow(() -> new GridCallException(FailureKind.INVALID, "No such file."));
    reads.put(readId, file.name());
    return file;
  }

  @Override
  public byte[] read(UUID mountId, UUID readId, long offset) {
    must(offset == 0 || !"broken".equals(reads.get(readId)), FailureKind.FAILED);
    byte[] all = TEXT.getBytes(StandardCharsets.UTF_8);
    int at = (int) offset;
    return Arrays.copyOfRange(all, at, Math.min(all.length, at + PIECE_BYTES));
  }

  @Override
  public void close(UUID mountId, UUID readId) {
    reads.remove(readId);
  }

  private static void must(boolean holds, FailureKind otherwise) {
    if (!holds) {
      throw new GridCallException(otherwise, "It is not as it must be.");
    }
  }
}
