package io.holdfast.nbd.transport;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A socket as it is. */
public final class PlainTransport implements Transport {
  /**
   * The JDK copies heap buffers through a direct one of the same size that it then keeps per
   * thread, so they go in pieces.
   */
  private static final int HEAP_PIECE_BYTES = 256 * 1024;

  private final SocketChannel channel;

  public PlainTransport(SocketChannel channel) {
    this.channel = channel;
  }

  SocketChannel channel() {
    return channel;
  }

  @Override
  public long read(ByteBuffer into, ByteBuffer spare) throws IOException {
    if (!into.hasRemaining()) return channel.read(spare);
    if (!into.isDirect() && into.remaining() > HEAP_PIECE_BYTES) {
      ByteBuffer piece = into.slice(into.position(), HEAP_PIECE_BYTES);
      int read = channel.read(piece);
      into.position(into.position() + piece.position());
      return read;
    }
    return channel.read(new ByteBuffer[] {into, spare});
  }

  @Override
  public void write(ByteBuffer... from) throws IOException {
    int first = 0;
    while (first < from.length) {
      ByteBuffer next = from[first];
      if (!next.hasRemaining()) {
        first++;
      } else if (!next.isDirect() && next.remaining() > HEAP_PIECE_BYTES) {
        ByteBuffer piece = next.slice(next.position(), HEAP_PIECE_BYTES);
        channel.write(piece);
        next.position(next.position() + piece.position());
      } else {
        channel.write(from, first, gatherable(from, first));
      }
    }
  }

  /** How many buffers from the first on can go to the system in one call. */
  private static int gatherable(ByteBuffer[] from, int first) {
    int end = first + 1;
    while (end < from.length && (from[end].isDirect() || from[end].remaining() <= HEAP_PIECE_BYTES))
      end++;
    return end - first;
  }

  @Override
  public void finish() {
    try {
      channel.shutdownOutput();
    } catch (IOException e) {
      close();
    }
  }

  @Override
  public void cut() {
    try {
      if (channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
    } catch (IOException e) {
      // It is closed already: nothing is left to drop.
    }
    close();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The descriptor is gone all the same.
    }
  }
}
