package io.holdfast.nbd.file;

import io.holdfast.nbd.NbdExtent;
import io.holdfast.nbd.server.ExportDevice;
import io.holdfast.nbd.server.ExportMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * A raw image file or a block device. Its size is that at opening. Holes are found and punched by
 * the operating system; where that cannot do it, all counts as data, zeroes are written, and
 * trimming does nothing.
 */
public final class FileDevice implements ExportDevice, AutoCloseable {

  private FileDevice() {}

  /** Opens an existing file. */
  public static FileDevice open(Path file, ExportMode mode) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public long sizeBytes() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void read(long offset, ByteBuffer into) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void write(long offset, ByteBuffer from) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void zero(long offset, long length, ZeroMode mode) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void trim(long offset, long length) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void flush() throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<NbdExtent> extents(long offset, long length, int maxExtents) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() throws IOException {
    throw new UnsupportedOperationException();
  }
}
