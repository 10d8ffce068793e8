package io.holdfast.nbd.transport;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A connected, blocking byte stream. One thread at a time may read and one may write; any may
 * close.
 */
public interface Transport extends Closeable {

  /** Room that {@link #read} needs in its second buffer: what one TLS record can hold. */
  int MIN_SPARE_BYTES = 17 * 1024;

  /**
   * Reads at least one byte, first into one buffer, then into the other.
   *
   * @param spare takes what arrives beyond; with at least {@link #MIN_SPARE_BYTES} free
   * @return bytes read, or -1 at the end
   */
  long read(ByteBuffer into, ByteBuffer spare) throws IOException;

  /** Writes all that remains of the buffers, in order. */
  void write(ByteBuffer... from) throws IOException;

  /** Whether {@link #send} can be used. */
  default boolean sendsFiles() {
    return false;
  }

  /**
   * Writes a range of a file, which the system does without a copy. What is changed in the file
   * before it arrives may arrive changed.
   *
   * @return bytes that were written: fewer when the file cannot be read there
   * @throws IOException when the connection ends
   */
  default long send(FileChannel file, long offset, long length) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Tells the other side that no more will come, as far as that can be done without waiting for it.
   */
  void finish();

  /**
   * Closes at once; threads that read or write fail. On TCP the other side sees a reset, and what
   * was not sent is dropped.
   */
  void cut();

  /** Closes; what was written still arrives. */
  @Override
  void close();
}
