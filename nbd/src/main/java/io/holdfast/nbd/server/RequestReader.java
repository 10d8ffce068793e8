package io.holdfast.nbd.server;

import io.holdfast.nbd.CommandFlag;
import io.holdfast.nbd.NbdErrorCode;
import io.holdfast.nbd.protocol.Command;
import io.holdfast.nbd.protocol.ProtocolViolation;
import io.holdfast.nbd.protocol.RequestHeader;
import io.holdfast.nbd.server.ServerRequest.Goodbye;
import io.holdfast.nbd.server.ServerRequest.Refused;
import io.holdfast.nbd.server.ServerRequest.Valid;
import io.holdfast.nbd.transport.FramedInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Takes requests from a connection and judges them. For one thread at a time. */
final class RequestReader {
  private final FramedInput input;
  private final Export export;
  private final boolean structured;
  private final boolean allocation;
  private final ConnectionMemory memory;
  private final long sizeBytes;

  RequestReader(OpenExport open, ConnectionMemory memory) {
    this.input = open.input();
    this.export = open.export();
    this.structured = open.structuredReplies();
    this.allocation = !open.contexts().isEmpty();
    this.memory = memory;
    this.sizeBytes = export.device().sizeBytes();
  }

  /** The next request; the end of the stream between two requests counts as a goodbye. */
  ServerRequest next() throws IOException {
    if (!input.hasMore()) return new Goodbye();
    RequestHeader header = RequestHeader.get(input.next(RequestHeader.BYTES));
    Command command = Command.of(header.command());
    if (command == Command.DISCONNECT) return new Goodbye();
    if (command == Command.WRITE && header.length() > Export.BLOCK_SIZES.maximum()) {
      throw new ProtocolViolation("The client writes %d bytes at once".formatted(header.length()));
    }
    Refused refused = judge(command, header);
    if (command == Command.WRITE) return write(header, refused);
    if (refused != null || command == null) {
      return refused != null ? refused : refuse(header, NbdErrorCode.EINVAL, "unknown command");
    }
    return new Valid(
        command, header.flags(), header.cookie(), header.offset(), header.length(), null);
  }

  private ServerRequest write(RequestHeader header, @Nullable Refused refused) throws IOException {
    int length = (int) header.length();
    if (refused != null) {
      input.skip(length);
      return refused;
    }
    ByteBuffer data;
    try {
      data = memory.take(length);
    } catch (OutOfMemoryError e) {
      input.skip(length);
      return refuse(header, NbdErrorCode.ENOMEM, "no memory");
    }
    try {
      input.read(data);
    } catch (IOException | RuntimeException e) {
      memory.give(data, length);
      throw e;
    }
    return new Valid(
        Command.WRITE, header.flags(), header.cookie(), header.offset(), length, data.flip());
  }

  /** Why a request is refused, or null. */
  private @Nullable Refused judge(@Nullable Command command, RequestHeader header) {
    if (command == null) return refuse(header, NbdErrorCode.EINVAL, "unknown command");
    if ((header.flags() & ~allowedFlags(command)) != 0)
      return refuse(header, NbdErrorCode.EINVAL, "unknown flags");
    boolean changing =
        command == Command.WRITE || command == Command.WRITE_ZEROES || command == Command.TRIM;
    if (changing && export.flags().isReadOnly())
      return refuse(header, NbdErrorCode.EPERM, "read-only");
    if (command == Command.FLUSH) return null;
    if (header.offset() < 0
        || header.offset() > sizeBytes
        || header.length() > sizeBytes - header.offset()) {
      boolean growing = command == Command.WRITE || command == Command.WRITE_ZEROES;
      return refuse(
          header, growing ? NbdErrorCode.ENOSPC : NbdErrorCode.EINVAL, "outside of the export");
    }
    if (command == Command.READ && header.length() > Export.BLOCK_SIZES.maximum()) {
      return refuse(header, NbdErrorCode.EOVERFLOW, "too long");
    }
    if (command == Command.BLOCK_STATUS && (!allocation || header.length() == 0)) {
      return refuse(
          header, NbdErrorCode.EINVAL, "no metadata context was agreed, or nothing asked for");
    }
    return null;
  }

  private int allowedFlags(Command command) {
    // FUA may come with any command and means nothing for those that change nothing.
    int fua = CommandFlag.FUA.bit();
    return switch (command) {
      case READ -> structured ? fua | CommandFlag.DF.bit() : fua;
      case WRITE_ZEROES -> fua | CommandFlag.NO_HOLE.bit() | CommandFlag.FAST_ZERO.bit();
      case BLOCK_STATUS -> fua | CommandFlag.REQ_ONE.bit();
      case WRITE, TRIM, FLUSH, DISCONNECT -> fua;
    };
  }

  private static Refused refuse(RequestHeader header, NbdErrorCode code, String text) {
    return new Refused(header.cookie(), code, text);
  }
}
