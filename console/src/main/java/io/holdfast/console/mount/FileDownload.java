package io.holdfast.console.mount;

import io.holdfast.grid.call.GridCallException;
import io.holdfast.grid.worker.BackupFiles;
import io.holdfast.grid.worker.FileReport;
import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One file on its way out of a backup: what it is, and its bytes, once. */
public final class FileDownload implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(FileDownload.class);

  private final BackupFiles worker;
  private final UUID mount;
  private final UUID read;
  private final FileReport file;
  private final byte[] first;

  private FileDownload(BackupFiles worker, UUID mount, UUID read, FileReport file, byte[] first) {
    this.worker = worker;
    this.mount = mount;
    this.read = read;
    this.file = file;
    this.first = first;
  }

  /** Begins; the first bytes have been read when this returns, so that most failures come here. */
  static FileDownload start(BackupFiles worker, UUID mount, int partition, String path) {
    UUID read = UUID.randomUUID();
    try {
      FileReport file = worker.open(mount, read, partition, path);
      return new FileDownload(worker, mount, read, file, worker.read(mount, read, 0));
    } catch (RuntimeException e) {
      end(worker, mount, read);
      throw e;
    }
  }

  /** A name for it on any machine: what may not be in one everywhere is an underscore. */
  public String name() {
    String name = file.name().replaceAll("[\\\\/:*?\"<>|\\p{Cntrl}]", "_");
    return name.isBlank() ? "file" : name;
  }

  public long sizeBytes() {
    return file.sizeBytes();
  }

  /**
   * Writes all of it, as fast as it is taken.
   *
   * @throws CutOffException when it cannot be read to its end
   * @throws IOException when it is not taken
   */
  public void writeTo(OutputStream out) throws IOException {
    byte[] piece = first;
    long at = 0;
    while (piece.length > 0) {
      out.write(piece);
      at += piece.length;
      try {
        piece = worker.read(mount, read, at);
      } catch (GridCallException e) {
        log.warn("A download was cut off at={} of={} reason={}", at, file, e.getMessage());
        throw new CutOffException(e.getMessage(), e);
      }
    }
  }

  @Override
  public void close() {
    end(worker, mount, read);
  }

  private static void end(BackupFiles worker, UUID mount, UUID read) {
    try {
      worker.close(mount, read);
    } catch (GridCallException e) {
      // It ends by itself when nobody asks for its next piece.
      log.debug("A worker was not told of the end of a read", e);
    }
  }
}
