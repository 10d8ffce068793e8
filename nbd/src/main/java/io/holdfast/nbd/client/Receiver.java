package io.holdfast.nbd.client;

import io.holdfast.nbd.NbdErrorCode;
import io.holdfast.nbd.NbdErrorException;
import io.holdfast.nbd.protocol.Command;
import io.holdfast.nbd.protocol.ProtocolViolation;
import io.holdfast.nbd.protocol.ReplyHeader;
import io.holdfast.nbd.protocol.ReplyHeader.Chunk;
import io.holdfast.nbd.protocol.ReplyHeader.Simple;
import io.holdfast.nbd.transport.FramedInput;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Takes the server's replies, in whatever order, and hands their content to the requests they
 * belong to.
 */
final class Receiver {
  private static final int MAX_ERROR_BYTES = 64 * 1024;
  private static final int MAX_TEXT_BYTES = 4096;

  private final FramedInput input;
  private final boolean structured;
  private final Requests requests;
  private final Settler settler;

  Receiver(Session session, Requests requests, Settler settler) {
    this.input = session.input();
    this.structured = session.structuredReplies();
    this.requests = requests;
    this.settler = settler;
  }

  /** Knows what is in flight. */
  interface Requests {
    Request find(long cookie) throws ProtocolViolation;
  }

  /** Is told when the last of a reply has come. */
  interface Settler {
    void settle(long cookie, Request request);
  }

  /** Runs until the connection ends, which is an error unless this side ended it. */
  void run() throws IOException {
    while (input.hasMore()) {
      int magic = input.peek(Integer.BYTES).getInt();
      ReplyHeader header = ReplyHeader.get(input.next(ReplyHeader.bytes(magic)));
      Request request = requests.find(header.cookie());
      switch (header) {
        case Simple simple -> take(simple, request);
        case Chunk chunk -> take(chunk, request);
      }
    }
    throw new EOFException("The server closed the connection");
  }

  private void take(Simple reply, Request request) throws IOException {
    if (reply.errno() != 0) {
      fail(request, reply.errno(), "");
    } else {
      boolean content = request.command == Command.READ || request.command == Command.BLOCK_STATUS;
      if (content && structured)
        throw new ProtocolViolation("The server sends a simple reply with content");
      if (request.command == Command.READ)
        request.target.data(request.offset, request.length, input);
      request.target.complete();
    }
    settler.settle(reply.cookie(), request);
  }

  private void take(Chunk chunk, Request request) throws IOException {
    if (!structured)
      throw new ProtocolViolation("The server sends a structured reply, which was not agreed");
    switch (chunk.type()) {
      case Chunk.NONE -> {
        need(chunk, chunk.length() == 0 && chunk.done());
      }
      case Chunk.OFFSET_DATA -> {
        need(chunk, chunk.length() > Long.BYTES);
        request.target.data(input.next(Long.BYTES).getLong(), chunk.length() - Long.BYTES, input);
      }
      case Chunk.OFFSET_HOLE -> {
        need(chunk, chunk.length() == Long.BYTES + Integer.BYTES);
        ByteBuffer hole = input.next(Long.BYTES + Integer.BYTES);
        request.target.hole(hole.getLong(), Integer.toUnsignedLong(hole.getInt()));
      }
      case Chunk.BLOCK_STATUS -> {
        need(chunk, chunk.length() > Integer.BYTES);
        request.target.status(
            input.next(Integer.BYTES).getInt(), chunk.length() - Integer.BYTES, input);
      }
      default -> {
        need(chunk, chunk.isError());
        takeError(chunk, request);
      }
    }
    if (!chunk.done()) return;
    if (request.failure == null) request.target.complete();
    settler.settle(chunk.cookie(), request);
  }

  private void takeError(Chunk chunk, Request request) throws IOException {
    int fixed = Integer.BYTES + Short.BYTES;
    need(chunk, chunk.length() >= fixed && chunk.length() <= MAX_ERROR_BYTES);
    ByteBuffer error = input.next(fixed);
    int errno = error.getInt();
    int textBytes = Short.toUnsignedInt(error.getShort());
    need(chunk, errno != 0 && textBytes <= chunk.length() - fixed);
    int shown = Math.min(textBytes, MAX_TEXT_BYTES);
    String text = StandardCharsets.UTF_8.decode(input.next(shown)).toString();
    input.skip(chunk.length() - fixed - shown);
    fail(request, errno, text.replaceAll("\\p{Cntrl}+", " ").strip());
  }

  private static void fail(Request request, int errno, String text) {
    if (request.failure != null) return;
    String name =
        NbdErrorCode.of(errno).errno() == errno ? NbdErrorCode.of(errno).name() : "error " + errno;
    String what =
        "The NBD server answers %s of %d bytes at %d with %s"
            .formatted(
                request.command, Integer.toUnsignedLong(request.length), request.offset, name);
    request.failure = new NbdErrorException(errno, text.isEmpty() ? what : what + ": " + text);
  }

  private static void need(Chunk chunk, boolean valid) throws ProtocolViolation {
    if (!valid) {
      throw new ProtocolViolation(
          "The server sends a chunk of type %d with %d bytes"
              .formatted(chunk.type(), chunk.length()));
    }
  }
}
