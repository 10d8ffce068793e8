package io.holdfast.engine.extent;

import io.holdfast.engine.BackupException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A volume, or a snapshot of one, that can be read; its content does not change while it is open.
 *
 * <p>Calls come from many virtual threads at once and may block; a thread that waits here may be
 * interrupted, and then must throw soon. Failures are {@link BackupException}s: {@code RETRYABLE}
 * when reading again (perhaps from another worker) may help, else {@code PERMANENT}.
 */
public interface VolumeSource extends AutoCloseable {
  /** The size in bytes; any number, not only multiples of a block. */
  long sizeBytes();

  /**
   * What is known of a stretch without reading it, in order, without gaps, covering it exactly. A
   * source that knows nothing says that all of it is data.
   *
   * @param lengthBytes at least 1 and inside the volume; the engine asks for about 1 GiB at a time
   */
  List<Extent> extents(long offsetBytes, long lengthBytes);

  /** Fills {@code into} up to its limit from {@code offsetBytes}, completely or not at all. */
  void read(long offsetBytes, ByteBuffer into);

  @Override
  void close();
}
