package io.holdfast.nbd.server;

import io.holdfast.nbd.NbdErrorCode;
import io.holdfast.nbd.NbdExtent;
import io.holdfast.nbd.protocol.ReplyHeader;
import io.holdfast.nbd.protocol.ReplyHeader.Chunk;
import io.holdfast.nbd.protocol.ReplyHeader.Simple;
import io.holdfast.nbd.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Sends replies, one at a time, from whichever thread has one. */
final class Replies {
  private static final int LONGEST_HEAD = Chunk.BYTES + Long.BYTES;

  private static final ByteBuffer ZEROES = ByteBuffer.allocateDirect(64 * 1024).asReadOnlyBuffer();

  private final Transport transport;
  private final boolean structured;

  /** Guards the transport's sending side and the head. */
  private final ReentrantLock sending = new ReentrantLock();

  private final ByteBuffer head = ByteBuffer.allocateDirect(LONGEST_HEAD);

  Replies(Transport transport, boolean structured) {
    this.transport = transport;
    this.structured = structured;
  }

  /** For requests whose answer has no content: a simple reply, which is right in both modes. */
  void done(long cookie) throws IOException {
    send(new Simple(0, cookie));
  }

  void error(long cookie, NbdErrorCode code, String text) throws IOException {
    if (!structured) {
      send(new Simple(code.errno(), cookie));
      return;
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer body = ByteBuffer.allocate(Integer.BYTES + Short.BYTES + utf8.length);
    body.putInt(code.errno()).putShort((short) utf8.length).put(utf8).flip();
    send(new Chunk(true, Chunk.ERROR, cookie, body.remaining()), body);
  }

  void data(long cookie, long offset, ByteBuffer data) throws IOException {
    if (!structured) {
      send(new Simple(0, cookie), data);
    } else if (!data.hasRemaining()) {
      send(new Chunk(true, Chunk.NONE, cookie, 0));
    } else {
      sending.lock();
      try {
        head.clear();
        new Chunk(true, Chunk.OFFSET_DATA, cookie, Long.BYTES + data.remaining()).put(head);
        head.putLong(offset);
        transport.write(head.flip(), data);
      } finally {
        sending.unlock();
      }
    }
  }

  /** Whether content can be sent from a file. */
  boolean sendsFiles() {
    return structured && transport.sendsFiles();
  }

  /**
   * Sends content from a file. What cannot be read is sent as zeroes, and then as an error: the
   * length was announced before.
   */
  void data(long cookie, long offset, int length, FileChannel file) throws IOException {
    sending.lock();
    try {
      head.clear();
      new Chunk(false, Chunk.OFFSET_DATA, cookie, Long.BYTES + length).put(head);
      head.putLong(offset);
      transport.write(head.flip());
      long sent = transport.send(file, offset, length);
      if (sent == length) {
        send(new Chunk(true, Chunk.NONE, cookie, 0));
      } else {
        for (long left = length - sent; left > 0; left -= ZEROES.capacity()) {
          transport.write(ZEROES.slice(0, (int) Math.min(left, ZEROES.capacity())));
        }
        error(cookie, NbdErrorCode.EIO, "the device failed");
      }
    } finally {
      sending.unlock();
    }
  }

  /** One chunk for each context of the connection, in the order of their numbers. */
  void status(long cookie, List<List<NbdExtent>> extents) throws IOException {
    for (int i = 0; i < extents.size(); i++) {
      boolean last = i == extents.size() - 1;
      status(cookie, OpenExport.FIRST_CONTEXT + i, extents.get(i), last);
    }
  }

  private void status(long cookie, int context, List<NbdExtent> extents, boolean last)
      throws IOException {
    ByteBuffer body = ByteBuffer.allocate(Integer.BYTES + extents.size() * 2 * Integer.BYTES);
    body.putInt(context);
    for (NbdExtent extent : extents) body.putInt((int) extent.length()).putInt(extent.flags());
    body.flip();
    send(new Chunk(last, Chunk.BLOCK_STATUS, cookie, body.remaining()), body);
  }

  private void send(ReplyHeader header, ByteBuffer... body) throws IOException {
    sending.lock();
    try {
      head.clear();
      header.put(head);
      head.flip();
      if (body.length == 0) transport.write(head);
      else transport.write(head, body[0]);
    } finally {
      sending.unlock();
    }
  }
}
