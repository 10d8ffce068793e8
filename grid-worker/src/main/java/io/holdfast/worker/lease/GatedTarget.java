package io.holdfast.worker.lease;

import io.holdfast.engine.extent.Extent;
import io.holdfast.engine.extent.VolumeTarget;
import java.nio.ByteBuffer;
import java.util.List;

/** A volume target whose every request passes the gate. */
public record GatedTarget(VolumeTarget target, Gate gate) implements VolumeTarget {

  @Override
  public long sizeBytes() {
    return target.sizeBytes();
  }

  @Override
  public List<Extent> extents(long offsetBytes, long lengthBytes) {
    gate.pass();
    return target.extents(offsetBytes, lengthBytes);
  }

  @Override
  public void read(long offsetBytes, ByteBuffer into) {
    gate.pass();
    target.read(offsetBytes, into);
  }

  @Override
  public void write(long offsetBytes, ByteBuffer from) {
    gate.pass();
    target.write(offsetBytes, from);
  }

  @Override
  public void zero(long offsetBytes, long lengthBytes) {
    gate.pass();
    target.zero(offsetBytes, lengthBytes);
  }

  @Override
  public void flush() {
    gate.pass();
    target.flush();
  }

  @Override
  public void close() {
    target.close();
  }
}
