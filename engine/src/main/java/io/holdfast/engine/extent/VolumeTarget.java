package io.holdfast.engine.extent;

import io.holdfast.engine.BackupException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A volume that a restore writes.
 *
 * <p>Calls come from many virtual threads at once, never two for the same bytes, and may block; a
 * thread that waits here may be interrupted, and then must throw soon. Failures are {@link
 * BackupException}s.
 */
public interface VolumeTarget extends AutoCloseable {
  /** The size in bytes, at least that of the backup; what lies behind the backup becomes zeros. */
  long sizeBytes();

  /**
   * As in {@link VolumeSource#extents}; a target that knows nothing says that all of it is data.
   */
  default List<Extent> extents(long offsetBytes, long lengthBytes) {
    return List.of(Extent.data(offsetBytes, lengthBytes));
  }

  /** Fills {@code into} up to its limit; sees what was written before. */
  void read(long offsetBytes, ByteBuffer into);

  /** Writes all of {@code from}. Durable only after {@link #flush}. */
  void write(long offsetBytes, ByteBuffer from);

  /** Makes a stretch of any length read as zeros, by punching holes or by writing. */
  void zero(long offsetBytes, long lengthBytes);

  /** Returns when everything whose write or zero call returned before is durable. */
  void flush();

  @Override
  void close();
}
