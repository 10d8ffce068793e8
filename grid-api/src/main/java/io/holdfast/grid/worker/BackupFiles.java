package io.holdfast.grid.worker;

import io.holdfast.grid.call.AnswersWithin;
import java.util.List;
import java.util.UUID;

/**
 * Single files of a backup that a worker exports ({@link BackupMounts}); every call says that the
 * mount is still used. Partitions are numbered as Linux does, 0 is the whole disk. A path is names
 * as {@link FileReport#name} has them, divided by slashes; links are not followed.
 *
 * <p>Every method throws {@link io.holdfast.grid.call.GridCallException}: as {@code NOT_FOUND} when
 * there is no such mount (any more), as {@code INVALID} when the path leads to nothing that can be
 * had, as {@code UNSUPPORTED} when there is no file system that this worker can read, as {@code
 * BUSY} when it reads as much as it may, as {@code FAILED} when it was tried and failed.
 */
public interface BackupFiles {

  /** The most bytes of a file in one answer. */
  int PIECE_BYTES = 256 << 10;

  /** Reading a file ends by itself when nobody asks for its next piece for so long. */
  int READ_LEASE_SECONDS = 120;

  /** What is on the disk, in the order of its partition table. */
  @AnswersWithin(seconds = 60)
  List<FileSystemReport> fileSystems(UUID mountId);

  /**
   * A part of what a directory holds: directories first, each kind in the order of its names. The
   * order is always the same, for a backup does not change.
   *
   * @param skip how many entries come before the part
   * @param most of the part, 1 to 1000
   */
  @AnswersWithin(seconds = 90)
  FolderReport list(UUID mountId, int partition, String path, int skip, int most);

  /**
   * Begins to read a file, and says what it is.
   *
   * @param readId made by the caller
   */
  @AnswersWithin(seconds = 90)
  FileReport open(UUID mountId, UUID readId, int partition, String path);

  /**
   * The bytes at an offset: of the piece after the last one, or of the last one once more; none at
   * the file's end.
   */
  @AnswersWithin(seconds = 60)
  byte[] read(UUID mountId, UUID readId, long offset);

  /** Ends reading a file, read to its end or not; what has ended already is fine. */
  void close(UUID mountId, UUID readId);
}
