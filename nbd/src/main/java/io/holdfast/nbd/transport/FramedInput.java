package io.holdfast.nbd.transport;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads frames from a transport: headers out of a small buffer, long data straight into the buffer
 * it is meant for, with whatever follows it landing in the small one. For one thread at a time.
 */
public final class FramedInput {
  private static final int BUFFER_BYTES = 2 * Transport.MIN_SPARE_BYTES;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Transport transport;

  /** Ready to be read from: what has arrived and was not asked for yet. */
  private final ByteBuffer arrived = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);

  public FramedInput(Transport transport) {
    this.transport = transport;
  }

  /** Bytes that have arrived and were not asked for yet. */
  public int buffered() {
    return arrived.remaining();
  }

  /** Waits for a byte; false when the other side has ended the stream instead. */
  public boolean hasMore() throws IOException {
    return arrived.hasRemaining() || fill();
  }

  /** The next bytes, to be consumed before the next call. At most 4 KiB. */
  public ByteBuffer next(int bytes) throws IOException {
    ByteBuffer peeked = peek(bytes);
    arrived.position(arrived.position() + bytes);
    return peeked;
  }

  /** The same, but they stay. */
  public ByteBuffer peek(int bytes) throws IOException {
    while (arrived.remaining() < bytes) needMore();
    return arrived.slice(arrived.position(), bytes);
  }

  /** Fills what remains of the buffer. */
  public void read(ByteBuffer into) throws IOException {
    int held = Math.min(into.remaining(), arrived.remaining());
    into.put(into.position(), arrived, arrived.position(), held);
    into.position(into.position() + held);
    arrived.position(arrived.position() + held);
    while (into.hasRemaining()) {
      arrived.clear();
      try {
        if (transport.read(into, arrived) < 0) throw truncated();
      } finally {
        arrived.flip();
      }
    }
  }

  /** Drops bytes. */
  public void skip(long bytes) throws IOException {
    long left = bytes;
    while (left > 0) {
      if (!arrived.hasRemaining()) needMore();
      int drop = (int) Math.min(left, arrived.remaining());
      arrived.position(arrived.position() + drop);
      left -= drop;
    }
  }

  private void needMore() throws IOException {
    if (!fill()) throw truncated();
  }

  private boolean fill() throws IOException {
    arrived.compact();
    try {
      return transport.read(NOTHING, arrived) >= 0;
    } finally {
      arrived.flip();
    }
  }

  private static EOFException truncated() {
    return new EOFException("The other side ended the connection");
  }
}
