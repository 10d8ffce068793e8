package io.holdfast.mount.export;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.extent.Extent;
import io.holdfast.engine.extent.Extent.Content;
import io.holdfast.engine.extent.VolumeSource;
import io.holdfast.nbd.NbdErrorCode;
import io.holdfast.nbd.NbdExtent;
import io.holdfast.nbd.server.DeviceException;
import io.holdfast.nbd.server.ExportDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A backup as a device that cannot be written. */
public record BackupDevice(VolumeSource volume) implements ExportDevice {
  /** Looking further takes reading more segments than one answer is worth. */
  private static final long LONGEST_LOOK_BYTES = 16L << 30;

  @Override
  public long sizeBytes() {
    return volume.sizeBytes();
  }

  @Override
  public void read(long offset, ByteBuffer into) throws IOException {
    try {
      volume.read(offset, into);
    } catch (BackupException e) {
      throw failed(e);
    }
  }

  @Override
  public void write(long offset, ByteBuffer from) throws IOException {
    throw readOnly();
  }

  @Override
  public void zero(long offset, long length, ZeroMode mode) throws IOException {
    throw readOnly();
  }

  @Override
  public void trim(long offset, long length) throws IOException {
    throw readOnly();
  }

  @Override
  public void flush() {}

  @Override
  public List<NbdExtent> extents(long offset, long length, int maxExtents) throws IOException {
    try {
      return volume.extents(offset, Math.min(length, LONGEST_LOOK_BYTES)).stream()
          .limit(maxExtents)
          .map(BackupDevice::extent)
          .toList();
    } catch (BackupException e) {
      throw failed(e);
    }
  }

  private static NbdExtent extent(Extent extent) {
    long offset = extent.range().offsetBytes();
    long length = extent.range().lengthBytes();
    return extent.content() == Content.ZERO
        ? NbdExtent.hole(offset, length)
        : NbdExtent.data(offset, length);
  }

  /** Damage and outages are an EIO to the client, and said in full where the export runs. */
  private static IOException failed(BackupException e) {
    return e.kind() == FailureKind.CANCELLED
        ? new DeviceException(NbdErrorCode.ESHUTDOWN, e.getMessage(), e)
        : new IOException(e.getMessage(), e);
  }

  private static DeviceException readOnly() {
    return new DeviceException(NbdErrorCode.EPERM, "A backup cannot be written");
  }
}
