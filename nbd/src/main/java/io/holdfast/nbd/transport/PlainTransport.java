package io.holdfast.nbd.transport;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A socket as it is. */
public final class PlainTransport implements Transport {
  private static final Logger LOG = LoggerFactory.getLogger(PlainTransport.class);

  /**
   * The JDK copies heap buffers through a direct one of the same size that it then keeps per
   * thread, so they go in pieces.
   */
  private static final int HEAP_PIECE_BYTES = 256 * 1024;

  private final SocketChannel channel;

  /**
   * Held while the system sends a file: it is told the socket's number only, which must not become
   * somebody else's meanwhile.
   */
  private final ReentrantLock sending = new ReentrantLock();

  private volatile boolean closed;

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
  public boolean sendsFiles() {
    return true;
  }

  @Override
  public long send(FileChannel file, long offset, long length) throws IOException {
    sending.lock();
    try {
      long sent = 0;
      while (sent < length) {
        if (closed) throw new ClosedChannelException();
        long step = sendSome(file, offset + sent, length - sent);
        if (step <= 0) break;
        sent += step;
      }
      return sent;
    } finally {
      sending.unlock();
      if (closed) closeUnlessSending();
    }
  }

  /**
   * Zero when the file cannot be read; that the connection is at an end shows at the next write.
   */
  private long sendSome(FileChannel file, long offset, long length) throws IOException {
    try {
      return file.transferTo(offset, length, channel);
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      LOG.debug("{} bytes at {} were not sent", length, offset, e);
      return 0;
    }
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
    closed = true;
    wakeSender();
    closeUnlessSending();
  }

  /** Who is blocked in sending a file is not seen by the channel's close. */
  private void wakeSender() {
    if (!sending.isLocked()) return;
    try {
      channel.shutdownInput();
      channel.shutdownOutput();
    } catch (IOException e) {
      // Not connected any more: nobody is blocked.
    }
  }

  /** Otherwise the sender closes when it is done. */
  private void closeUnlessSending() {
    if (!sending.tryLock()) return;
    try {
      channel.close();
    } catch (IOException e) {
      // The descriptor is gone all the same.
    } finally {
      sending.unlock();
    }
  }
}
