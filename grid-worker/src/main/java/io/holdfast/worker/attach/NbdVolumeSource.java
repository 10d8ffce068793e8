package io.holdfast.worker.attach;

import io.holdfast.engine.extent.Extent;
import io.holdfast.engine.extent.VolumeSource;
import java.nio.ByteBuffer;
import java.util.List;

/** An attached volume or snapshot that a backup reads. */
record NbdVolumeSource(NbdExport export) implements VolumeSource {

  @Override
  public long sizeBytes() {
    return export.sizeBytes();
  }

  @Override
  public List<Extent> extents(long offsetBytes, long lengthBytes) {
    return export.extents(offsetBytes, lengthBytes);
  }

  @Override
  public void read(long offsetBytes, ByteBuffer into) {
    export.read(offsetBytes, into);
  }

  @Override
  public void close() {
    export.close();
  }
}
