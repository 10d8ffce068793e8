package io.holdfast.nbd.client;

import io.holdfast.nbd.BlockSizes;
import io.holdfast.nbd.ExportFlags;
import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.NbdNegotiationException;
import io.holdfast.nbd.NbdNegotiationException.Reason;
import io.holdfast.nbd.client.OptionExchange.OptionReply;
import io.holdfast.nbd.protocol.Negotiation;
import io.holdfast.nbd.protocol.Negotiation.Info;
import io.holdfast.nbd.protocol.Negotiation.Option;
import io.holdfast.nbd.protocol.Negotiation.Reply;
import io.holdfast.nbd.protocol.Payload;
import io.holdfast.nbd.protocol.ProtocolViolation;
import io.holdfast.nbd.tls.ClientTls;
import io.holdfast.nbd.transport.FramedInput;
import io.holdfast.nbd.transport.PlainTransport;
import io.holdfast.nbd.transport.TlsTransport;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The client's side of a negotiation, from the server's greeting to an open export. */
final class ClientHandshake {
  private static final int MAX_LISTED = 10_000;

  private final NbdAddress address;
  private final NbdClientOptions options;
  private OptionExchange exchange;
  private boolean noZeroes;
  private boolean fixed;

  private ClientHandshake(NbdAddress address, NbdClientOptions options, PlainTransport plain) {
    this.address = address;
    this.options = options;
    this.exchange = new OptionExchange(plain, new FramedInput(plain));
  }

  /** Takes the server's greeting and, if so configured, goes over to TLS. */
  static ClientHandshake begin(NbdAddress address, NbdClientOptions options, PlainTransport plain)
      throws IOException {
    ClientHandshake handshake = new ClientHandshake(address, options, plain);
    handshake.greet();
    ClientTls tls = options.tls();
    if (tls != null) handshake.startTls(plain, tls);
    return handshake;
  }

  private void greet() throws IOException {
    ByteBuffer greeting = exchange.input().next(18);
    long style = greeting.getLong(8);
    if (greeting.getLong(0) != Negotiation.GREETING) {
      throw new NbdNegotiationException(
          Reason.PROTOCOL, "What answers at %s is no NBD server".formatted(address));
    }
    if (style != Negotiation.OPTIONS) {
      throw new NbdNegotiationException(
          Reason.PROTOCOL,
          "The NBD server at %s speaks %s; this client needs newstyle negotiation"
              .formatted(address, style == Negotiation.OLDSTYLE ? "oldstyle" : "nothing known"));
    }
    int offered = greeting.getShort(16);
    fixed = (offered & Negotiation.FIXED_NEWSTYLE) != 0;
    noZeroes = (offered & Negotiation.NO_ZEROES) != 0;
    int taken = offered & (Negotiation.FIXED_NEWSTYLE | Negotiation.NO_ZEROES);
    exchange.transport().write(ByteBuffer.allocate(Integer.BYTES).putInt(0, taken));
  }

  private void startTls(PlainTransport plain, ClientTls tls) throws IOException {
    OptionReply reply =
        fixed
            ? exchange.ask(Option.STARTTLS)
            : new OptionReply(Reply.ERR_UNSUP, ByteBuffer.allocate(0));
    if (!reply.isAck()) {
      throw new NbdNegotiationException(
          Reason.TLS,
          "The NBD server at %s offers no TLS: %s".formatted(address, reply.errorText()));
    }
    if (exchange.input().buffered() > 0) {
      throw new ProtocolViolation("The server sent something in the clear after agreeing to TLS");
    }
    TlsTransport secure = TlsTransport.over(plain, tls.engine(address));
    exchange = new OptionExchange(secure, new FramedInput(secure));
  }

  /** Opens the export. */
  Session open(String exportName) throws IOException {
    byte[] name = Payload.utf8(exportName);
    boolean structured = fixed && exchange.ask(Option.STRUCTURED_REPLY).isAck();
    Map<String, Integer> contexts = structured ? setContexts(name) : Map.of();
    return fixed ? go(name, structured, contexts) : exportName(name, structured, contexts);
  }

  /** Opens a further connection to an export, which must still be what the first one found. */
  Session openLike(Session first, String exportName) throws IOException {
    Session next = open(exportName);
    boolean same =
        next.sizeBytes() == first.sizeBytes()
            && next.structuredReplies() == first.structuredReplies()
            && next.blockSizes().equals(first.blockSizes())
            && next.contexts().keySet().equals(first.contexts().keySet());
    if (!same) throw new ProtocolViolation("The export differs from one connection to the next");
    return next;
  }

  private Map<String, Integer> setContexts(byte[] name) throws IOException {
    Set<String> wanted = new LinkedHashSet<>(options.metaContexts());
    wanted.add(Negotiation.BASE_ALLOCATION);
    Map<String, Integer> agreed = new LinkedHashMap<>();
    OptionReply last =
        exchange.ask(
            Option.SET_META_CONTEXT,
            contextQuery(name, List.copyOf(wanted)),
            reply -> {
              int id = contextId(reply);
              String context = Payload.getRest(reply.payload());
              if (!wanted.contains(context)) {
                throw new ProtocolViolation(
                    "The server agrees to a metadata context that was not asked for");
              }
              agreed.put(context, id);
            });
    return last.isAck() ? agreed : Map.of();
  }

  /** Names of the metadata contexts that the server has for an export. */
  List<String> listContexts(String exportName) throws IOException {
    if (!fixed || !exchange.ask(Option.STRUCTURED_REPLY).isAck()) return List.of();
    List<String> contexts = new ArrayList<>();
    OptionReply last =
        exchange.ask(
            Option.LIST_META_CONTEXT,
            contextQuery(Payload.utf8(exportName), List.of()),
            reply -> {
              contextId(reply);
              if (contexts.size() == MAX_LISTED)
                throw new ProtocolViolation("The server lists contexts without end");
              contexts.add(Payload.getRest(reply.payload()));
            });
    if (!last.isAck()) throw refused("does not list metadata contexts", last);
    return contexts;
  }

  /** Names of the exports, from a server that shows them. */
  List<String> listExports() throws IOException {
    List<String> names = new ArrayList<>();
    OptionReply last =
        exchange.ask(
            Option.LIST,
            ByteBuffer.allocate(0),
            reply -> {
              if (reply.type() != Reply.SERVER || names.size() == MAX_LISTED) {
                throw new ProtocolViolation(
                    "The server answers LIST with reply %d, or without end"
                        .formatted(reply.type()));
              }
              names.add(Payload.getString(reply.payload()));
            });
    if (!last.isAck()) throw refused("does not list its exports", last);
    return names;
  }

  /** Takes leave without having opened anything. */
  void leave() throws IOException {
    exchange.send(Option.ABORT, ByteBuffer.allocate(0));
    exchange.transport().finish();
    exchange.transport().close();
  }

  private static int contextId(OptionReply reply) throws ProtocolViolation {
    if (reply.type() != Reply.META_CONTEXT) {
      throw new ProtocolViolation(
          "The server answers a query for contexts with reply %d".formatted(reply.type()));
    }
    Payload.need(reply.payload(), Integer.BYTES);
    return reply.payload().getInt();
  }

  private static ByteBuffer contextQuery(byte[] name, List<String> queries) {
    List<byte[]> encoded = queries.stream().map(Payload::utf8).toList();
    int bytes = encoded.stream().mapToInt(query -> Integer.BYTES + query.length).sum();
    ByteBuffer payload = ByteBuffer.allocate(Integer.BYTES + name.length + Integer.BYTES + bytes);
    Payload.putString(payload, name);
    payload.putInt(encoded.size());
    for (byte[] query : encoded) Payload.putString(payload, query);
    return payload.flip();
  }

  private Session go(byte[] name, boolean structured, Map<String, Integer> contexts)
      throws IOException {
    ByteBuffer payload = ByteBuffer.allocate(Integer.BYTES + name.length + 2 * Short.BYTES);
    Payload.putString(payload, name);
    payload.putShort((short) 1).putShort((short) Info.BLOCK_SIZE).flip();
    ExportFacts facts = new ExportFacts();
    OptionReply last = exchange.ask(Option.GO, payload, facts::take);
    if (last.isAck())
      return session(facts.sizeBytes(), facts.flags(), facts.blockSizes(), structured, contexts);
    if (last.type() == Reply.ERR_UNSUP) return exportName(name, structured, contexts);
    throw refused("refuses the export", last);
  }

  /** The way of old servers, which refuse an export by closing the connection. */
  private Session exportName(byte[] name, boolean structured, Map<String, Integer> contexts)
      throws IOException {
    exchange.send(Option.EXPORT_NAME, ByteBuffer.wrap(name));
    try {
      ByteBuffer answer = exchange.input().next(Long.BYTES + Short.BYTES);
      long sizeBytes = ExportFacts.checkedSize(answer.getLong());
      ExportFlags flags = new ExportFlags(answer.getShort());
      if (!noZeroes) exchange.input().skip(Negotiation.EXPORT_NAME_PADDING);
      return session(sizeBytes, flags, BlockSizes.UNSTATED, structured, contexts);
    } catch (EOFException e) {
      throw new NbdNegotiationException(
          Reason.EXPORT_REFUSED,
          "The NBD server at %s refuses the export by closing".formatted(address),
          e);
    }
  }

  private Session session(
      long sizeBytes,
      ExportFlags flags,
      BlockSizes sizes,
      boolean structured,
      Map<String, Integer> contexts) {
    return new Session(
        exchange.transport(), exchange.input(), sizeBytes, flags, sizes, structured, contexts);
  }

  private NbdNegotiationException refused(String what, OptionReply reply) {
    Reason reason = reply.type() == Reply.ERR_TLS_REQD ? Reason.TLS : Reason.EXPORT_REFUSED;
    String why = reply.type() == Reply.ERR_TLS_REQD ? "it wants TLS" : reply.errorText();
    return new NbdNegotiationException(
        reason, "The NBD server at %s %s: %s".formatted(address, what, why));
  }
}
