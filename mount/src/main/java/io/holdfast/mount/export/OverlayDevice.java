package io.holdfast.mount.export;

import static io.holdfast.mount.export.WrittenBlocks.BLOCK_BYTES;

import io.holdfast.nbd.NbdExtent;
import io.holdfast.nbd.file.FileDevice;
import io.holdfast.nbd.server.ExportDevice;
import io.holdfast.nbd.server.ExportMode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * A device that can be written over one that cannot: what is written goes to a sparse file without
 * a name, which the system frees when this is closed or its process ends, however that happens.
 *
 * <p>A block is in the file as a whole or not at all: the first write to a part of it brings the
 * rest along. The locks, one for each stretch of 64 KiB (many share one), keep two such writes, or
 * such a write and a read, from mixing up a block.
 */
public final class OverlayDevice implements ExportDevice, AutoCloseable {
  private static final int STRETCH_BYTES = 64 * 1024;
  private static final int LOCKS = 256;

  private final ExportDevice below;
  private final FileDevice file;
  private final WrittenBlocks written = new WrittenBlocks();
  private final List<Lock> locks = Stream.<Lock>generate(ReentrantLock::new).limit(LOCKS).toList();

  private OverlayDevice(ExportDevice below, FileDevice file) {
    this.below = below;
    this.file = file;
  }

  /**
   * @param directory with room for what will be written
   */
  public static OverlayDevice over(ExportDevice below, Path directory) throws IOException {
    // Only its owner may read it while it still has a name.
    Path path = Files.createTempFile(directory, "holdfast-overlay-", "");
    try {
      try (RandomAccessFile grown = new RandomAccessFile(path.toFile(), "rw")) {
        grown.setLength(below.sizeBytes());
      }
      return new OverlayDevice(below, FileDevice.open(path, ExportMode.READ_WRITE));
    } finally {
      Files.delete(path);
    }
  }

  @Override
  public long sizeBytes() {
    return below.sizeBytes();
  }

  /** Does something with one stretch while nobody else does. */
  @FunctionalInterface
  private interface Piece {
    void on(long offset, int length) throws IOException;
  }

  private void piecewise(long offset, long length, Piece piece) throws IOException {
    long end = offset + length;
    for (long at = offset; at < end; ) {
      long stretch = at / STRETCH_BYTES;
      int bytes = (int) (Math.min(end, (stretch + 1) * STRETCH_BYTES) - at);
      Lock lock = locks.get((int) (stretch % LOCKS));
      lock.lock();
      try {
        piece.on(at, bytes);
      } finally {
        lock.unlock();
      }
      at += bytes;
    }
  }

  @Override
  public void read(long offset, ByteBuffer into) throws IOException {
    int start = into.position();
    piecewise(
        offset,
        into.remaining(),
        (at, length) -> {
          for (long from = at; from < at + length; ) {
            Run run = runAt(from, at + length);
            ByteBuffer part = into.slice(start + (int) (from - offset), (int) (run.end - from));
            run.device.read(from, part);
            from = run.end;
          }
        });
    into.position(into.limit());
  }

  /** A stretch that one of the two devices has. */
  private record Run(ExportDevice device, long end) {}

  private Run runAt(long from, long end) {
    long block = from / BLOCK_BYTES;
    boolean here = written.get(block);
    long endBlock = written.endOfRun(block, here, Math.ceilDiv(end, (long) BLOCK_BYTES));
    return new Run(here ? file : below, Math.min(end, endBlock * BLOCK_BYTES));
  }

  @Override
  public void write(long offset, ByteBuffer from) throws IOException {
    int start = from.position();
    piecewise(
        offset,
        from.remaining(),
        (at, length) -> {
          bringEdges(at, length);
          file.write(at, from.slice(start + (int) (at - offset), length));
          mark(at, length);
        });
    from.position(from.limit());
  }

  @Override
  public void zero(long offset, long length, ZeroMode mode) throws IOException {
    piecewise(
        offset,
        length,
        (at, bytes) -> {
          bringEdges(at, bytes);
          file.zero(at, bytes, mode);
          mark(at, bytes);
        });
  }

  /** Blocks that a change covers only in part are brought into the file first. */
  private void bringEdges(long at, int length) throws IOException {
    long end = at + length;
    if (at % BLOCK_BYTES != 0) {
      bring(at / BLOCK_BYTES);
    }
    if (end % BLOCK_BYTES != 0 && end < sizeBytes()) {
      bring(end / BLOCK_BYTES);
    }
  }

  private void bring(long block) throws IOException {
    if (!written.get(block)) {
      long offset = block * BLOCK_BYTES;
      ByteBuffer content = ByteBuffer.allocate((int) Math.min(BLOCK_BYTES, sizeBytes() - offset));
      below.read(offset, content);
      file.write(offset, content.flip());
      written.set(block, block + 1);
    }
  }

  private void mark(long at, int length) {
    written.set(at / BLOCK_BYTES, Math.ceilDiv(at + length, (long) BLOCK_BYTES));
  }

  /** Only a hint, and there is nothing to win: the file is thrown away. */
  @Override
  public void trim(long offset, long length) {}

  /** Nothing here is to outlive the process. */
  @Override
  public void flush() {}

  @Override
  public List<NbdExtent> extents(long offset, long length, int maxExtents) throws IOException {
    List<NbdExtent> extents = new ArrayList<>();
    long end = offset + length;
    for (long at = offset; at < end && extents.size() < maxExtents; ) {
      Run run = runAt(at, end);
      extents.addAll(run.device.extents(at, run.end - at, maxExtents - extents.size()));
      at = extents.getLast().end();
    }
    return extents;
  }

  /** Throws away what was written. */
  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The overlay's file could not be closed", e);
    }
  }
}
