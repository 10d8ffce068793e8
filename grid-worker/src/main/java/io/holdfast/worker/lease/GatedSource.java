package io.holdfast.worker.lease;

import io.holdfast.engine.extent.Extent;
import io.holdfast.engine.extent.VolumeSource;
import java.nio.ByteBuffer;
import java.util.List;

/** A volume source whose every request passes the gate. */
public record GatedSource(VolumeSource source, Gate gate) implements VolumeSource {

  @Override
  public long sizeBytes() {
    return source.sizeBytes();
  }

  @Override
  public List<Extent> extents(long offsetBytes, long lengthBytes) {
    gate.pass();
    return source.extents(offsetBytes, lengthBytes);
  }

  @Override
  public void read(long offsetBytes, ByteBuffer into) {
    gate.pass();
    source.read(offsetBytes, into);
  }

  @Override
  public void close() {
    source.close();
  }
}
