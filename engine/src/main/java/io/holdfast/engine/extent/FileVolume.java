package io.holdfast.engine.extent;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * An image file or a block device as a volume, for work without a volume service: an offline
 * restore, a benchmark. Knows nothing of holes: all of it counts as data.
 */
public final class FileVolume implements VolumeSource, VolumeTarget {
  private static final int ZEROS_BYTES = 1024 * 1024;

  private final Path path;
  private final FileChannel file;
  private final long sizeBytes;

  private FileVolume(Path path, FileChannel file, long sizeBytes) {
    this.path = path;
    this.file = file;
    this.sizeBytes = sizeBytes;
  }

  /** Opens an existing file for reading. */
  public static FileVolume open(Path path) {
    try {
      FileChannel file = FileChannel.open(path, READ);
      return new FileVolume(path, file, file.size());
    } catch (IOException e) {
      throw opening(path, e);
    }
  }

  /** Opens an existing file or device of any size for reading and writing. */
  public static FileVolume openForWriting(Path path) {
    try {
      FileChannel file = FileChannel.open(path, READ, WRITE);
      return new FileVolume(path, file, file.size());
    } catch (IOException e) {
      throw opening(path, e);
    }
  }

  /** Makes a file of this size that reads as zeros, in the place of any that was there. */
  public static FileVolume create(Path path, long sizeBytes) {
    try {
      FileChannel file = FileChannel.open(path, CREATE, READ, WRITE);
      file.truncate(0);
      if (sizeBytes > 0) {
        file.write(ByteBuffer.allocate(1), sizeBytes - 1);
      }
      return new FileVolume(path, file, sizeBytes);
    } catch (IOException e) {
      throw opening(path, e);
    }
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public List<Extent> extents(long offsetBytes, long lengthBytes) {
    return List.of(Extent.data(offsetBytes, lengthBytes));
  }

  @Override
  public void read(long offsetBytes, ByteBuffer into) {
    try {
      long position = offsetBytes;
      while (into.hasRemaining()) {
        int read = file.read(into, position);
        if (read < 0) {
          throw new BackupException(
              FailureKind.PERMANENT,
              path + " ends at byte " + position + "; it became smaller while it was read.");
        }
        position += read;
      }
    } catch (IOException e) {
      throw failed("read", offsetBytes, e);
    }
  }

  @Override
  public void write(long offsetBytes, ByteBuffer from) {
    try {
      long position = offsetBytes;
      while (from.hasRemaining()) {
        position += file.write(from, position);
      }
    } catch (IOException e) {
      throw failed("written", offsetBytes, e);
    }
  }

  @Override
  public void zero(long offsetBytes, long lengthBytes) {
    ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(ZEROS_BYTES, lengthBytes));
    long end = offsetBytes + lengthBytes;
    for (long position = offsetBytes; position < end; position += zeros.capacity()) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), end - position));
      write(position, zeros);
    }
  }

  @Override
  public void flush() {
    try {
      file.force(false);
    } catch (IOException e) {
      throw failed("flushed", 0, e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw failed("closed", 0, e);
    }
  }

  private BackupException failed(String what, long offset, IOException cause) {
    // An interrupted thread closes the file for all of them.
    return cause instanceof ClosedChannelException
        ? new BackupException(FailureKind.CANCELLED, path + " was closed while in use.", cause)
        : new BackupException(
            FailureKind.PERMANENT,
            path + " could not be " + what + " at byte " + offset + ": " + cause.getMessage() + ".",
            cause);
  }

  private static BackupException opening(Path path, IOException cause) {
    String why =
        switch (cause) {
          case NoSuchFileException _ -> "it does not exist";
          case AccessDeniedException _ -> "user " + System.getProperty("user.name") + " may not";
          default -> String.valueOf(cause.getMessage());
        };
    return new BackupException(
        FailureKind.MISCONFIGURED, "Cannot open " + path + ": " + why + ".", cause);
  }
}
