package io.holdfast.worker.mount;

import io.holdfast.engine.BackupException;
import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.call.GridCallException;
import io.holdfast.grid.worker.BackupFiles;
import io.holdfast.mount.files.FileEntry;
import io.holdfast.mount.files.FileTree;
import io.holdfast.mount.files.FilesException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One file that is being read, a few pieces ahead of whoever asks for them: however large it is, no
 * more of it is in memory. Nobody asks any more: it ends, and so do the programs that read for it.
 */
final class FileRead {
  private static final int PIECES_AHEAD = 2;
  private static final int PATIENCE_SECONDS = 30;
  private static final long LEASE_NANOS = TimeUnit.SECONDS.toNanos(BackupFiles.READ_LEASE_SECONDS);

  /** A piece; or the end, with why when it is not the file's. */
  private record Piece(byte[] bytes, @Nullable RuntimeException failure) {}

  private final int partition;
  private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(PIECES_AHEAD);
  private final Thread thread;
  private byte[] last = new byte[0];
  private long lastOffset;
  private volatile long askedAt = System.nanoTime();

  private FileRead(int partition, FileTree tree, FileEntry file) {
    this.partition = partition;
    // No virtual one: the system takes the end of the thread that starts a program for ours.
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name("file-read")
            .unstarted(() -> {
              try {
                run(tree, file);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  static FileRead start(int partition, FileTree tree, FileEntry file) {
    FileRead read = new FileRead(partition, tree, file);
    read.thread.start();
    return read;
  }

  int partition() {
    return partition;
  }

  /** Whether nobody has asked for its next piece for so long that nobody will. */
  boolean isAbandoned() {
    return System.nanoTime() - askedAt > LEASE_NANOS;
  }

  private void run(FileTree tree, FileEntry file) throws InterruptedException {
    RuntimeException failure = null;
    try (OutputStream out = new BufferedOutputStream(new Handing(), BackupFiles.PIECE_BYTES)) {
      tree.read(file, out);
    } catch (FilesException | BackupException e) {
      failure = new GridCallException(FailureKind.FAILED, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      failure =
          new GridCallException(
              FailureKind.FAILED, "The file cannot be read: " + e.getMessage(), e);
    }
    hand(new Piece(new byte[0], failure));
  }

  /** False: it is abandoned. */
  private boolean hand(Piece piece) throws InterruptedException {
    return pieces.offer(piece, BackupFiles.READ_LEASE_SECONDS, TimeUnit.SECONDS);
  }

  private final class Handing extends OutputStream {
    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int end = offset + length;
      for (int at = offset; at < end; at += BackupFiles.PIECE_BYTES) {
        byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(end, at + BackupFiles.PIECE_BYTES));
        try {
          if (!hand(new Piece(piece, null))) {
            throw new IOException("Nobody asks for the rest.");
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("Interrupted", e);
        }
      }
    }
  }

  /** As {@link BackupFiles#read}. */
  synchronized byte[] read(long offset) {
    askedAt = System.nanoTime();
    if (offset == lastOffset && last.length > 0) {
      return last.clone();
    }
    if (offset != lastOffset + last.length) {
      throw new GridCallException(
          FailureKind.INVALID, "A file is read from its beginning to its end.");
    }
    Piece piece = next();
    if (piece.failure != null) {
      throw piece.failure;
    }
    lastOffset = offset;
    last = piece.bytes;
    return last.clone();
  }

  private Piece next() {
    try {
      Piece piece = pieces.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (piece != null) {
        return piece;
      }
      throw new GridCallException(
          FailureKind.FAILED, "The file's content does not come out of the repository in time.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GridCallException(FailureKind.UNREACHABLE, "This worker ends.", e);
    }
  }

  /** Ends it, with the programs that read for it. */
  void cancel() {
    thread.interrupt();
  }
}
