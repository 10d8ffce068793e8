package io.holdfast.nbd.transport;

import java.nio.ByteBuffer;

/** Gives its bytes in pieces of a given length, and ends. */
public final class ScriptedTransport implements Transport {
  private final ByteBuffer bytes;
  private final int pieceBytes;

  public ScriptedTransport(ByteBuffer bytes, int pieceBytes) {
    this.bytes = bytes;
    this.pieceBytes = pieceBytes;
  }

  @Override
  public long read(ByteBuffer into, ByteBuffer spare) {
    if (spare.remaining() < MIN_SPARE_BYTES)
      throw new IllegalStateException("The spare buffer is too small");
    if (!bytes.hasRemaining()) return -1;
    int total = 0;
    while (total < pieceBytes && bytes.hasRemaining()) {
      (into.hasRemaining() ? into : spare).put(bytes.get());
      total++;
    }
    return total;
  }

  @Override
  public void write(ByteBuffer... from) {
    throw new UnsupportedOperationException("Nothing is written here");
  }

  @Override
  public void finish() {}

  @Override
  public void cut() {}

  @Override
  public void close() {}
}
