package io.holdfast.nbd.file;

import io.holdfast.nbd.NbdErrorCode;
import io.holdfast.nbd.NbdExtent;
import io.holdfast.nbd.server.DeviceException;
import io.holdfast.nbd.server.ExportDevice;
import io.holdfast.nbd.server.ExportMode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A raw image file or a block device. Its size is that at opening. Holes are found and punched by
 * the operating system; where that cannot do it, all counts as data, zeroes are written, and
 * trimming does nothing.
 */
public final class FileDevice implements ExportDevice, AutoCloseable {
  private static final ByteBuffer ZEROES = ByteBuffer.allocateDirect(1 << 20).asReadOnlyBuffer();
  private static final int SECTOR_BYTES = 512;

  private final Path file;
  private final FileChannel channel;
  private final Optional<LinuxFile> linux;
  private final boolean regular;
  private final long sizeBytes;

  private FileDevice(Path file, FileChannel channel, Optional<LinuxFile> linux, boolean regular)
      throws IOException {
    this.file = file;
    this.channel = channel;
    this.linux = linux;
    this.regular = regular;
    this.sizeBytes = channel.size();
  }

  /** Opens an existing file. */
  public static FileDevice open(Path file, ExportMode mode) throws IOException {
    return open(file, mode, LinuxFile.open(file, mode == ExportMode.READ_WRITE));
  }

  /** Without Linux' calls it still works, only that it sees no holes. */
  static FileDevice open(Path file, ExportMode mode, Optional<LinuxFile> linux) throws IOException {
    try {
      if (Files.isDirectory(file))
        throw new IOException("%s is a directory, not an image".formatted(file));
      Path path = linux.map(LinuxFile::selfPath).filter(Files::exists).orElse(file);
      Set<StandardOpenOption> options =
          mode == ExportMode.READ_WRITE
              ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE)
              : Set.of(StandardOpenOption.READ);
      return new FileDevice(
          file, FileChannel.open(path, options), linux, Files.isRegularFile(path));
    } catch (IOException | RuntimeException e) {
      linux.ifPresent(LinuxFile::close);
      throw e;
    }
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public void read(long offset, ByteBuffer into) throws IOException {
    long at = offset;
    while (into.hasRemaining()) {
      int read = channel.read(into, at);
      if (read < 0) {
        throw new EOFException(
            "%s ends at %d, was %d bytes long when opened".formatted(file, at, sizeBytes));
      }
      at += read;
    }
  }

  @Override
  public Optional<FileChannel> file(long offset, long length) {
    // Replies are sent one by one: without this the disk would get one request at a time.
    linux.ifPresent(descriptor -> descriptor.readAhead(offset, length));
    return Optional.of(channel);
  }

  @Override
  public void write(long offset, ByteBuffer from) throws IOException {
    long at = offset;
    try {
      while (from.hasRemaining()) at += channel.write(from, at);
    } catch (IOException e) {
      throw isFull(e, from.remaining()) ? full(e) : e;
    }
  }

  /**
   * Java tells a full disk by the text of the message only, which depends on the system's language.
   */
  private boolean isFull(IOException e, long neededBytes) throws IOException {
    String message = String.valueOf(e.getMessage());
    return message.contains("No space left")
        || message.contains("quota exceeded")
        || Files.getFileStore(file).getUsableSpace() < neededBytes;
  }

  private DeviceException full(IOException cause) {
    return new DeviceException(
        NbdErrorCode.ENOSPC, "No space is left for %s".formatted(file), cause);
  }

  @Override
  public void zero(long offset, long length, ZeroMode mode) throws IOException {
    if (mode.mayPunch() && allocate(LinuxFile.PUNCH_HOLE | LinuxFile.KEEP_SIZE, offset, length))
      return;
    // On a block device the kernel may write zeroes one by one for this: no quick way then.
    boolean quick = regular || mode.mayWrite();
    if (quick && allocate(LinuxFile.ZERO_RANGE | LinuxFile.KEEP_SIZE, offset, length)) return;
    if (!mode.mayWrite()) {
      throw new DeviceException(
          NbdErrorCode.ENOTSUP, "%s cannot be zeroed quickly".formatted(file));
    }
    for (long at = offset; at < offset + length; ) {
      int piece = (int) Math.min(ZEROES.capacity(), offset + length - at);
      write(at, ZEROES.slice(0, piece));
      at += piece;
    }
  }

  @Override
  public void trim(long offset, long length) throws IOException {
    allocate(LinuxFile.PUNCH_HOLE | LinuxFile.KEEP_SIZE, offset, length);
  }

  /** Whether the system did it; false when it cannot. */
  private boolean allocate(int mode, long offset, long length) throws IOException {
    if (linux.isEmpty() || length == 0) return length == 0;
    int errno = linux.get().allocate(mode, offset, length);
    return switch (errno) {
      case 0 -> true;
      case LinuxFile.EIO ->
          throw new IOException("Allocating in %s failed with EIO".formatted(file));
      case LinuxFile.ENOSPC, LinuxFile.EDQUOT ->
          throw full(new IOException("fallocate: errno " + errno));
      default -> false;
    };
  }

  @Override
  public void flush() throws IOException {
    channel.force(false);
  }

  @Override
  public List<NbdExtent> extents(long offset, long length, int maxExtents) {
    if (linux.isEmpty()) return List.of(NbdExtent.data(offset, length));
    List<NbdExtent> extents = new ArrayList<>();
    long end = offset + length;
    for (long at = offset; at < end && extents.size() < maxExtents; ) {
      NbdExtent extent = extentAt(linux.get(), at, end);
      extents.add(extent);
      at = extent.end();
    }
    return extents;
  }

  private static NbdExtent extentAt(LinuxFile linux, long at, long end) {
    long data = linux.seek(at, LinuxFile.SEEK_DATA);
    if (data == -LinuxFile.ENXIO || data >= end) return NbdExtent.hole(at, end - at);
    if (data < 0) return NbdExtent.data(at, end - at);
    if (data > at) return NbdExtent.hole(at, data - at);
    long hole = linux.seek(at, LinuxFile.SEEK_HOLE);
    if (hole < 0 || hole >= end) return NbdExtent.data(at, end - at);
    // Somebody may have punched a hole between the two calls: then a little of it counts as data.
    return NbdExtent.data(at, Math.max(hole - at, Math.min(SECTOR_BYTES, end - at)));
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      linux.ifPresent(LinuxFile::close);
    }
  }
}
