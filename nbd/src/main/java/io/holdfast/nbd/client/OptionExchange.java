package io.holdfast.nbd.client;

import io.holdfast.nbd.protocol.Negotiation.Reply;
import io.holdfast.nbd.protocol.OptionHeader;
import io.holdfast.nbd.protocol.OptionReplyHeader;
import io.holdfast.nbd.protocol.ProtocolViolation;
import io.holdfast.nbd.transport.FramedInput;
import io.holdfast.nbd.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Sends options and takes the server's replies, during the negotiation on one transport. */
final class OptionExchange {
  /** A reply holds two strings of 4 KiB at the most, and some numbers. */
  private static final int MAX_REPLY_BYTES = 16 * 1024;

  private final Transport transport;
  private final FramedInput input;

  OptionExchange(Transport transport, FramedInput input) {
    this.transport = transport;
    this.input = input;
  }

  FramedInput input() {
    return input;
  }

  Transport transport() {
    return transport;
  }

  /**
   * Sends an option, and answers the server's last reply to it; those before it go to the taker.
   */
  OptionReply ask(int option, ByteBuffer payload, Taker intermediate) throws IOException {
    send(option, payload);
    while (true) {
      OptionReply reply = receive(option);
      if (reply.type() == Reply.ACK || Reply.isError(reply.type())) return reply;
      intermediate.take(reply);
    }
  }

  /** The same for an option to which a server answers just yes or no. */
  OptionReply ask(int option) throws IOException {
    return ask(
        option,
        ByteBuffer.allocate(0),
        reply -> {
          throw new ProtocolViolation(
              "The server answers option %d with reply %d".formatted(option, reply.type()));
        });
  }

  void send(int option, ByteBuffer payload) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(OptionHeader.BYTES);
    new OptionHeader(option, payload.remaining()).put(header);
    transport.write(header.flip(), payload);
  }

  private OptionReply receive(int option) throws IOException {
    OptionReplyHeader header = OptionReplyHeader.get(input.next(OptionReplyHeader.BYTES));
    if (header.option() != option) {
      throw new ProtocolViolation(
          "The server answers option %d instead of %d".formatted(header.option(), option));
    }
    if (header.length() > MAX_REPLY_BYTES) {
      throw new ProtocolViolation(
          "The server answers option %d with %d bytes, more than NBD allows"
              .formatted(option, header.length()));
    }
    ByteBuffer payload = ByteBuffer.allocate((int) header.length());
    input.read(payload);
    return new OptionReply(header.type(), payload.flip());
  }

  /** What to do with a reply that is not the last. */
  interface Taker {
    void take(OptionReply reply) throws IOException;
  }

  /** One reply. */
  record OptionReply(int type, ByteBuffer payload) {
    boolean isAck() {
      return type == Reply.ACK;
    }

    /** What the server says about an error, or its number. */
    String errorText() {
      String said = StandardCharsets.UTF_8.decode(payload.duplicate()).toString().strip();
      String number = "error %d".formatted(type & 0x7fffffff);
      // A server's text goes to logs and pages: one line of it, without control characters.
      return said.isEmpty() ? number : number + ", " + said.replaceAll("\\p{Cntrl}+", " ");
    }
  }
}
