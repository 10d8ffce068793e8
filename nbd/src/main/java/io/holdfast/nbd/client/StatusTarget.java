package io.holdfast.nbd.client;

import io.holdfast.nbd.NbdExtent;
import io.holdfast.nbd.protocol.ProtocolViolation;
import io.holdfast.nbd.transport.FramedInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Collects the extents of one metadata context, cut to the range asked for. */
final class StatusTarget implements ReplyTarget {
  /** More than any server sends: qemu-nbd stops at 1 MiB, nbdkit at 8. */
  private static final long MAX_BYTES = 16 << 20;

  private static final int EXTENT_BYTES = 2 * Integer.BYTES;

  private final int context;
  private final long end;
  private final List<NbdExtent> extents = new ArrayList<>();
  private long at;

  StatusTarget(int context, long offset, long length) {
    this.context = context;
    this.at = offset;
    this.end = offset + length;
  }

  @Override
  public void status(int ofContext, long bytes, FramedInput input) throws IOException {
    if (bytes < EXTENT_BYTES || bytes % EXTENT_BYTES != 0 || bytes > MAX_BYTES) {
      throw new ProtocolViolation("The server sends block status of %d bytes".formatted(bytes));
    }
    if (ofContext != context) {
      input.skip(bytes);
      return;
    }
    if (!extents.isEmpty())
      throw new ProtocolViolation("The server sends a context's block status twice");
    for (long taken = 0; taken < bytes; taken += EXTENT_BYTES) add(input.next(EXTENT_BYTES));
  }

  private void add(ByteBuffer descriptor) throws ProtocolViolation {
    long length = Integer.toUnsignedLong(descriptor.getInt());
    int flags = descriptor.getInt();
    if (length == 0) throw new ProtocolViolation("The server sends an extent without length");
    // Only the last may reach beyond what was asked for, so whatever begins there is to be
    // forgotten.
    if (at >= end) return;
    long used = Math.min(length, end - at);
    extents.add(new NbdExtent(at, used, flags));
    at += used;
  }

  @Override
  public void complete() throws ProtocolViolation {
    if (extents.isEmpty())
      throw new ProtocolViolation("The server answers a query for block status with none");
  }

  /** At least one; they may end before the range does. */
  List<NbdExtent> extents() {
    return extents;
  }
}
