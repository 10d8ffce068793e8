package io.holdfast.nbd.server;

import io.holdfast.nbd.BlockSizes;
import io.holdfast.nbd.ExportFlags;
import io.holdfast.nbd.protocol.Negotiation;
import io.holdfast.nbd.protocol.Negotiation.Info;
import io.holdfast.nbd.protocol.Negotiation.Reply;
import io.holdfast.nbd.protocol.OptionReplyHeader;
import io.holdfast.nbd.protocol.Payload;
import io.holdfast.nbd.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Answers a client's options. */
final class OptionReplies {
  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  private final Transport transport;

  OptionReplies(Transport transport) {
    this.transport = transport;
  }

  void greet() throws IOException {
    ByteBuffer greeting = ByteBuffer.allocate(18);
    greeting.putLong(Negotiation.GREETING).putLong(Negotiation.OPTIONS);
    greeting.putShort((short) (Negotiation.FIXED_NEWSTYLE | Negotiation.NO_ZEROES));
    transport.write(greeting.flip());
  }

  void ack(int option) throws IOException {
    send(option, Reply.ACK, EMPTY);
  }

  void error(int option, int type, String text) throws IOException {
    send(option, type, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** One name of a list. */
  void server(String name) throws IOException {
    byte[] utf8 = Payload.utf8(name);
    ByteBuffer payload = ByteBuffer.allocate(Integer.BYTES + utf8.length);
    Payload.putString(payload, utf8);
    send(Negotiation.Option.LIST, Reply.SERVER, payload.flip());
  }

  void export(int option, long sizeBytes, ExportFlags flags) throws IOException {
    ByteBuffer payload = ByteBuffer.allocate(Short.BYTES + Long.BYTES + Short.BYTES);
    payload.putShort((short) Info.EXPORT).putLong(sizeBytes).putShort((short) flags.bits());
    send(option, Reply.INFO, payload.flip());
  }

  void blockSizes(int option, BlockSizes sizes) throws IOException {
    ByteBuffer payload = ByteBuffer.allocate(Short.BYTES + 3 * Integer.BYTES);
    payload.putShort((short) Info.BLOCK_SIZE);
    payload.putInt(sizes.minimum()).putInt(sizes.preferred()).putInt(sizes.maximum());
    send(option, Reply.INFO, payload.flip());
  }

  void context(int option, int id, String name) throws IOException {
    byte[] utf8 = Payload.utf8(name);
    send(
        option,
        Reply.META_CONTEXT,
        ByteBuffer.allocate(Integer.BYTES + utf8.length).putInt(id).put(utf8).flip());
  }

  /** To EXPORT_NAME, the only option that is answered without a header. */
  void exportName(long sizeBytes, ExportFlags flags, boolean padded) throws IOException {
    ByteBuffer answer =
        ByteBuffer.allocate(
            Long.BYTES + Short.BYTES + (padded ? Negotiation.EXPORT_NAME_PADDING : 0));
    answer.putLong(sizeBytes).putShort((short) flags.bits());
    transport.write(answer.clear());
  }

  private void send(int option, int type, ByteBuffer payload) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(OptionReplyHeader.BYTES);
    new OptionReplyHeader(option, type, payload.remaining()).put(header);
    transport.write(header.flip(), payload);
  }
}
