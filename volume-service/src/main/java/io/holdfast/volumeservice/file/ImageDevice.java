package io.holdfast.volumeservice.file;

import io.holdfast.nbd.NbdErrorCode;
import io.holdfast.nbd.NbdExtent;
import io.holdfast.nbd.file.FileDevice;
import io.holdfast.nbd.server.DeviceException;
import io.holdfast.volumeservice.backend.VolumeDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;

/** An opened image whose writes pass the gate of its volume. */
final class ImageDevice implements VolumeDevice {

  private final FileDevice file;
  private final WriteGate gate;
  private final Writes writes;
  private final Optional<ChangeContexts> changes;
  private volatile boolean cut;

  /**
   * @param writes told of each change, after the gate and before it is made
   * @param changes since earlier marks, if any are known
   */
  ImageDevice(FileDevice file, WriteGate gate, Writes writes, Optional<ChangeContexts> changes) {
    this.file = file;
    this.gate = gate;
    this.writes = writes;
    this.changes = changes;
  }

  /** Who sees what is written. */
  interface Writes {
    Writes UNSEEN =
        new Writes() {
          @Override
          public void before(long offset, long length) {}

          @Override
          public void ended() {}
        };

    /** A change is about to be made. */
    void before(long offset, long length);

    /** The device is closed. */
    void ended();
  }

  /** Something that changes the image. */
  @FunctionalInterface
  private interface Change {
    void make() throws IOException;
  }

  private void changing(long offset, long length, Change change) throws IOException {
    if (!gate.enter(() -> cut)) {
      throw wasCut();
    }
    try {
      writes.before(offset, length);
      change.make();
    } finally {
      gate.leave();
    }
  }

  private void requireNotCut() throws DeviceException {
    if (cut) {
      throw wasCut();
    }
  }

  private static DeviceException wasCut() {
    return new DeviceException(NbdErrorCode.ESHUTDOWN, "The attachment was ended.");
  }

  @Override
  public long sizeBytes() {
    return file.sizeBytes();
  }

  @Override
  public void read(long offset, ByteBuffer into) throws IOException {
    requireNotCut();
    file.read(offset, into);
  }

  @Override
  public Optional<FileChannel> file(long offset, long length) throws IOException {
    requireNotCut();
    return file.file(offset, length);
  }

  @Override
  public void write(long offset, ByteBuffer from) throws IOException {
    changing(offset, from.remaining(), () -> file.write(offset, from));
  }

  @Override
  public void zero(long offset, long length, ZeroMode mode) throws IOException {
    changing(offset, length, () -> file.zero(offset, length, mode));
  }

  @Override
  public void trim(long offset, long length) throws IOException {
    changing(offset, length, () -> file.trim(offset, length));
  }

  @Override
  public void flush() throws IOException {
    requireNotCut();
    file.flush();
  }

  @Override
  public List<NbdExtent> extents(long offset, long length, int maxExtents) throws IOException {
    requireNotCut();
    return file.extents(offset, length, maxExtents);
  }

  @Override
  public List<String> contexts() {
    return changes.map(ChangeContexts::names).orElse(List.of());
  }

  @Override
  public List<NbdExtent> extents(String context, long offset, long length, int maxExtents)
      throws IOException {
    requireNotCut();
    return changes.orElseThrow().extents(context, offset, length, maxExtents);
  }

  @Override
  public void cut() {
    cut = true;
    gate.wake();
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writes.ended();
    }
  }
}
