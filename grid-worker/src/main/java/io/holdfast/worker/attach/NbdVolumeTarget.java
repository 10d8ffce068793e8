package io.holdfast.worker.attach;

import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.extent.Extent;
import io.holdfast.engine.extent.VolumeTarget;
import io.holdfast.nbd.NbdException;
import io.holdfast.nbd.client.NbdClient;
import java.nio.ByteBuffer;
import java.util.List;

/** An attached volume that a restore writes. */
record NbdVolumeTarget(NbdExport export) implements VolumeTarget {

  private static final int ZEROS_AT_ONCE = 1 << 20;

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
  public void write(long offsetBytes, ByteBuffer from) {
    export.call(
        "cannot be written",
        new ByteRange(offsetBytes, from.remaining()),
        client -> {
          client.write(offsetBytes, from.duplicate());
          return true;
        });
    from.position(from.limit());
  }

  @Override
  public void zero(long offsetBytes, long lengthBytes) {
    export.call(
        "cannot be zeroed",
        new ByteRange(offsetBytes, lengthBytes),
        client -> {
          if (export.canZero()) {
            client.writeZeroes(offsetBytes, lengthBytes);
          } else {
            writeZeros(client, offsetBytes, lengthBytes);
          }
          return true;
        });
  }

  private static void writeZeros(NbdClient client, long offsetBytes, long lengthBytes)
      throws NbdException {
    ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(ZEROS_AT_ONCE, lengthBytes));
    for (long done = 0; done < lengthBytes; ) {
      int length = (int) Math.min(zeros.capacity(), lengthBytes - done);
      client.write(offsetBytes + done, zeros.slice(0, length));
      done += length;
    }
  }

  @Override
  public void flush() {
    // A server that cannot flush has nothing to flush: its writes are durable when answered.
    if (export.canFlush()) {
      export.call(
          "cannot be made durable",
          null,
          client -> {
            client.flush();
            return true;
          });
    }
  }

  @Override
  public void close() {
    export.close();
  }
}
