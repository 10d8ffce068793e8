package io.holdfast.nbd.server;

import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.protocol.Negotiation;
import io.holdfast.nbd.protocol.OptionHeader;
import io.holdfast.nbd.protocol.OptionReplyHeader;
import io.holdfast.nbd.protocol.RequestHeader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client that says what it is told to, sense or nonsense. */
final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  final DataInputStream in;
  private final OutputStream out;

  /** Connects and takes the greeting. */
  RawClient(NbdAddress address) throws IOException {
    NbdAddress.Tcp tcp = (NbdAddress.Tcp) address;
    socket = new Socket(tcp.host(), tcp.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
    if (in.readLong() != Negotiation.GREETING) throw new IOException("no greeting");
    if (in.readLong() != Negotiation.OPTIONS) throw new IOException("no newstyle");
    in.readShort();
  }

  void send(byte... bytes) throws IOException {
    out.write(bytes);
  }

  void send(ByteBuffer bytes) throws IOException {
    out.write(bytes.array(), 0, bytes.limit());
  }

  void flags(int flags) throws IOException {
    send(ByteBuffer.allocate(4).putInt(0, flags));
  }

  void option(int option, ByteBuffer payload) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(OptionHeader.BYTES + payload.remaining());
    new OptionHeader(option, payload.remaining()).put(bytes);
    send(bytes.put(payload));
  }

  static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Payload of INFO and GO without requests for information. */
  static ByteBuffer go(String name) {
    ByteBuffer utf8 = text(name);
    return ByteBuffer.allocate(6 + utf8.remaining())
        .putInt(utf8.remaining())
        .put(utf8)
        .putShort((short) 0)
        .flip();
  }

  /** Payload of SET_META_CONTEXT and LIST_META_CONTEXT. */
  static ByteBuffer contexts(String name, String... queries) {
    ByteBuffer payload = ByteBuffer.allocate(4096);
    payload.putInt(name.length()).put(text(name)).putInt(queries.length);
    for (String query : queries) payload.putInt(query.length()).put(text(query));
    return payload.flip();
  }

  void request(int flags, int command, long offset, long length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(RequestHeader.BYTES);
    new RequestHeader(flags, command, 77, offset, length).put(bytes);
    send(bytes);
  }

  /** Types of the replies to one option, up to and with the last. */
  List<Integer> replies() throws IOException {
    List<Integer> types = new ArrayList<>();
    while (true) {
      OptionReplyHeader header =
          OptionReplyHeader.get(ByteBuffer.wrap(exactly(OptionReplyHeader.BYTES)));
      exactly((int) header.length());
      types.add(header.type());
      if (header.type() == Negotiation.Reply.ACK || Negotiation.Reply.isError(header.type()))
        return types;
    }
  }

  /** The error of one simple reply. */
  int simpleReply() throws IOException {
    if (in.readInt() != 0x67446698) throw new IOException("no simple reply");
    int errno = in.readInt();
    if (in.readLong() != 77) throw new IOException("wrong cookie");
    return errno;
  }

  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Reads until the server ends the connection, one way or the other; fails when it does not. */
  long drain() throws IOException {
    long bytes = 0;
    byte[] buffer = new byte[65536];
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) bytes += read;
    } catch (SocketException e) {
      // A reset is an end as well.
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** What comes next; an end before it is an {@link java.io.EOFException}. */
  private byte[] exactly(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new java.io.EOFException("the server closed the connection");
    }
    return bytes;
  }
}
