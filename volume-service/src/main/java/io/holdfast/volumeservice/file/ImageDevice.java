package io.holdfast.volumeservice.file;

import io.holdfast.nbd.NbdErrorCode;
import io.holdfast.nbd.NbdExtent;
import io.holdfast.nbd.file.FileDevice;
import io.holdfast.nbd.server.DeviceException;
import io.holdfast.volumeservice.backend.VolumeDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;

/** An opened image whose writes pass the gate of its volume. */
final class ImageDevice implements VolumeDevice {

  private final FileDevice file;
  private final WriteGate gate;
  private volatile boolean cut;

  ImageDevice(FileDevice file, WriteGate gate) {
    this.file = file;
    this.gate = gate;
  }

  /** Something that changes the image. */
  @FunctionalInterface
  private interface Change {
    void make() throws IOException;
  }

  private void changing(Change change) throws IOException {
    if (!gate.enter(() -> cut)) {
      throw wasCut();
    }
    try {
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
  public void write(long offset, ByteBuffer from) throws IOException {
    changing(() -> file.write(offset, from));
  }

  @Override
  public void zero(long offset, long length, ZeroMode mode) throws IOException {
    changing(() -> file.zero(offset, length, mode));
  }

  @Override
  public void trim(long offset, long length) throws IOException {
    changing(() -> file.trim(offset, length));
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
    }
  }
}
