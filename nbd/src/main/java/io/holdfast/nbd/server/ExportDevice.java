package io.holdfast.nbd.server;

import io.holdfast.nbd.NbdExtent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;

/**
 * What an export is made of. Methods are called by many threads at once, only with ranges inside
 * {@link #sizeBytes()}; they may block and are never interrupted. A {@link DeviceException} chooses
 * the error that the client sees; any other {@link IOException} is an EIO to it. The server never
 * closes a device: whoever made it does, after withdrawing the export.
 */
public interface ExportDevice {

  /** Must not change while it is exported. */
  long sizeBytes();

  /** Fills the buffer. */
  void read(long offset, ByteBuffer into) throws IOException;

  /**
   * The file that holds the range, at the same offsets, if sending it from there is as good as
   * {@link #read}. It may begin to read ahead.
   */
  default Optional<FileChannel> file(long offset, long length) throws IOException {
    return Optional.empty();
  }

  /** Writes all that remains of the buffer. */
  void write(long offset, ByteBuffer from) throws IOException;

  /** Makes the range read as zeroes. */
  void zero(long offset, long length, ZeroMode mode) throws IOException;

  /** The range's content is no longer needed: a hint that may do nothing. */
  void trim(long offset, long length) throws IOException;

  /** Returns when all writes that returned before are on stable storage. */
  void flush() throws IOException;

  /**
   * Extents from the offset on: in order, without gaps, at least one, none beyond {@code offset +
   * length}. It may stop after {@code maxExtents}, or earlier.
   */
  List<NbdExtent> extents(long offset, long length, int maxExtents) throws IOException;

  /**
   * The metadata contexts that it has besides {@code base:allocation}, as {@code namespace:leaf};
   * the same for as long as it is exported.
   */
  default List<String> contexts() {
    return List.of();
  }

  /** As {@link #extents}, by one of its {@link #contexts}. */
  default List<NbdExtent> extents(String context, long offset, long length, int maxExtents)
      throws IOException {
    throw new IllegalArgumentException("There is no context '%s'".formatted(context));
  }

  /** How zeroes may come about. */
  enum ZeroMode {
    /** By a hole if possible, else by writing. */
    ALLOW_HOLE,
    /** Space stays allocated. */
    KEEP_ALLOCATED,
    /** By a hole, and only if that is quick; else {@link io.holdfast.nbd.NbdErrorCode#ENOTSUP}. */
    FAST_ALLOW_HOLE,
    /**
     * Space stays allocated, and only if that is quick; else {@link
     * io.holdfast.nbd.NbdErrorCode#ENOTSUP}.
     */
    FAST_KEEP_ALLOCATED;

    public boolean mayPunch() {
      return this == ALLOW_HOLE || this == FAST_ALLOW_HOLE;
    }

    public boolean mayWrite() {
      return this == ALLOW_HOLE || this == KEEP_ALLOCATED;
    }
  }
}
