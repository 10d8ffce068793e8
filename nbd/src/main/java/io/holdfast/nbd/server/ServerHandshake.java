package io.holdfast.nbd.server;

import io.holdfast.nbd.ExportFlags;
import io.holdfast.nbd.protocol.Negotiation;
import io.holdfast.nbd.protocol.Negotiation.Info;
import io.holdfast.nbd.protocol.Negotiation.Option;
import io.holdfast.nbd.protocol.Negotiation.Reply;
import io.holdfast.nbd.protocol.OptionHeader;
import io.holdfast.nbd.protocol.Payload;
import io.holdfast.nbd.protocol.ProtocolViolation;
import io.holdfast.nbd.server.NbdServerOptions.ClientCertificate;
import io.holdfast.nbd.server.NbdServerOptions.Listing;
import io.holdfast.nbd.transport.FramedInput;
import io.holdfast.nbd.transport.PlainTransport;
import io.holdfast.nbd.transport.TlsTransport;
import io.holdfast.nbd.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * The server's side of a negotiation. Whatever is wrong with an export's name gets one and the same
 * answer.
 */
final class ServerHandshake {
  /**
   * Two strings of the longest kind and numbers; what is longer is refused unread, or by closing if
   * it is far too long.
   */
  private static final int MAX_OPTION_BYTES = 16 * 1024;

  private static final int MAX_SKIPPED_BYTES = 64 * 1024;
  private static final int MAX_OPTIONS = 64;
  private static final int MAX_CONTEXTS = 16;
  private static final String NO_EXPORT = "no such export";

  private final NbdServerOptions options;
  private final Exports exports;
  private final ServerConnection connection;
  private final PlainTransport plain;

  private Transport transport;
  private FramedInput input;
  private OptionReplies replies;
  private boolean fixed;
  private boolean padded;
  private boolean secure;
  private boolean structured;

  /** The export that contexts were agreed for, and those. */
  private Optional<Export> contextsOf = Optional.empty();

  private List<String> contexts = List.of();

  ServerHandshake(
      NbdServerOptions options,
      Exports exports,
      ServerConnection connection,
      PlainTransport plain) {
    this.options = options;
    this.exports = exports;
    this.connection = connection;
    this.plain = plain;
    this.transport = plain;
    this.input = new FramedInput(plain);
    this.replies = new OptionReplies(plain);
  }

  /** Empty when the client takes leave. */
  Optional<OpenExport> negotiate() throws IOException {
    replies.greet();
    int flags = input.next(Integer.BYTES).getInt();
    if ((flags & ~(Negotiation.FIXED_NEWSTYLE | Negotiation.NO_ZEROES)) != 0) {
      throw new ProtocolViolation("The client sets flags that were not offered");
    }
    fixed = (flags & Negotiation.FIXED_NEWSTYLE) != 0;
    padded = (flags & Negotiation.NO_ZEROES) == 0;
    for (int count = 0; count < MAX_OPTIONS; count++) {
      OptionHeader header = OptionHeader.get(input.next(OptionHeader.BYTES));
      if (header.length() > MAX_OPTION_BYTES) {
        refuseTooLong(header);
        continue;
      }
      ByteBuffer payload = ByteBuffer.allocate((int) header.length());
      input.read(payload);
      if (header.option() == Option.ABORT) {
        replies.ack(Option.ABORT);
        return Optional.empty();
      }
      Optional<OpenExport> open = answer(header.option(), payload.flip());
      if (open.isPresent()) return open;
    }
    throw new ProtocolViolation("The client sends option after option and opens nothing");
  }

  private void refuseTooLong(OptionHeader header) throws IOException {
    if (header.length() > MAX_SKIPPED_BYTES || header.option() == Option.EXPORT_NAME) {
      throw new ProtocolViolation(
          "The client sends an option of %d bytes".formatted(header.length()));
    }
    input.skip(header.length());
    replies.error(header.option(), Reply.ERR_TOO_BIG, "too long");
  }

  private Optional<OpenExport> answer(int option, ByteBuffer payload) throws IOException {
    boolean tlsMissing = options.tls() != null && !secure;
    if (option == Option.EXPORT_NAME) {
      if (tlsMissing)
        throw new ProtocolViolation("The client does without the TLS that is required");
      return exportName(payload);
    }
    if (!fixed) throw new ProtocolViolation("An old client sends option " + option);
    if (tlsMissing && option != Option.STARTTLS) {
      replies.error(option, Reply.ERR_TLS_REQD, "TLS is required");
      return Optional.empty();
    }
    try {
      return dispatch(option, payload);
    } catch (ProtocolViolation e) {
      // Only decoding throws it here, after the whole payload has been taken: the next option can
      // follow.
      replies.error(option, Reply.ERR_INVALID, "malformed");
      return Optional.empty();
    }
  }

  private Optional<OpenExport> dispatch(int option, ByteBuffer payload) throws IOException {
    switch (option) {
      case Option.STARTTLS -> startTls(payload);
      case Option.LIST -> list(payload);
      case Option.STRUCTURED_REPLY -> {
        Payload.needEnd(payload);
        structured = true;
        replies.ack(option);
      }
      case Option.LIST_META_CONTEXT, Option.SET_META_CONTEXT -> contexts(option, payload);
      case Option.INFO, Option.GO -> {
        return infoOrGo(option, payload);
      }
      default -> replies.error(option, Reply.ERR_UNSUP, "not supported");
    }
    return Optional.empty();
  }

  private void startTls(ByteBuffer payload) throws IOException {
    SSLContext context = options.tls();
    Payload.needEnd(payload);
    if (context == null || secure) {
      replies.error(
          Option.STARTTLS, context == null ? Reply.ERR_POLICY : Reply.ERR_INVALID, "no TLS here");
      return;
    }
    replies.ack(Option.STARTTLS);
    // What came in the clear must not count as if it had come through TLS.
    if (input.buffered() > 0)
      throw new IOException("The client goes on in the clear after asking for TLS");
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3"});
    parameters.setNeedClientAuth(options.clientCertificate() == ClientCertificate.REQUIRED);
    engine.setSSLParameters(parameters);
    transport = TlsTransport.over(plain, engine);
    input = new FramedInput(transport);
    replies = new OptionReplies(transport);
    secure = true;
    structured = false;
    contextsOf = Optional.empty();
  }

  private void list(ByteBuffer payload) throws IOException {
    Payload.needEnd(payload);
    if (options.listing() == Listing.REFUSED) {
      replies.error(Option.LIST, Reply.ERR_POLICY, "names are not listed");
      return;
    }
    for (Export export : exports.all()) replies.server(export.name());
    replies.ack(Option.LIST);
  }

  private void contexts(int option, ByteBuffer payload) throws IOException {
    String name = Payload.getString(payload);
    Payload.need(payload, Integer.BYTES);
    int queries = payload.getInt();
    boolean setting = option == Option.SET_META_CONTEXT;
    List<String> asked = new ArrayList<>();
    // Each query takes bytes of the payload, which bounds a count that lies.
    for (int i = 0; i < queries; i++) asked.add(Payload.getString(payload));
    Payload.needEnd(payload);
    if (!structured) {
      replies.error(option, Reply.ERR_INVALID, "structured replies come first");
      return;
    }
    Optional<Export> export = exports.find(name);
    if (setting) contextsOf = Optional.empty();
    if (export.isEmpty()) {
      replies.error(option, Reply.ERR_UNKNOWN, NO_EXPORT);
      return;
    }
    List<String> found =
        Stream.concat(
                Stream.of(Negotiation.BASE_ALLOCATION), export.get().device().contexts().stream())
            .filter(context -> setting ? asked.contains(context) : isListed(context, asked))
            .limit(MAX_CONTEXTS)
            .toList();
    for (int i = 0; i < found.size(); i++) {
      replies.context(option, setting ? OpenExport.FIRST_CONTEXT + i : 0, found.get(i));
    }
    if (setting) {
      contextsOf = export;
      contexts = found;
    }
    replies.ack(option);
  }

  /** Asking for nothing, or for a namespace, lists all of it. */
  private static boolean isListed(String context, List<String> asked) {
    return asked.isEmpty()
        || asked.contains(context)
        || asked.contains(context.substring(0, context.indexOf(':') + 1));
  }

  private Optional<OpenExport> infoOrGo(int option, ByteBuffer payload) throws IOException {
    String name = Payload.getString(payload);
    Payload.need(payload, Short.BYTES);
    int requests = Short.toUnsignedInt(payload.getShort());
    Payload.need(payload, requests * Short.BYTES);
    boolean sizesWanted = false;
    for (int i = 0; i < requests; i++) sizesWanted |= payload.getShort() == Info.BLOCK_SIZE;
    Payload.needEnd(payload);
    Optional<Export> found = exports.find(name);
    boolean joining = option == Option.GO;
    if (found.isEmpty() || (joining && !found.get().join(connection))) {
      replies.error(option, Reply.ERR_UNKNOWN, NO_EXPORT);
      return Optional.empty();
    }
    Export export = found.get();
    replies.export(option, export.device().sizeBytes(), flags(export));
    if (sizesWanted) replies.blockSizes(option, Export.BLOCK_SIZES);
    replies.ack(option);
    return joining ? Optional.of(open(export)) : Optional.empty();
  }

  /** There is no way to say no here but to close. */
  private Optional<OpenExport> exportName(ByteBuffer payload) throws IOException {
    Export export =
        exports.find(Payload.getRest(payload)).orElseThrow(() -> new ProtocolViolation(NO_EXPORT));
    if (!export.join(connection)) throw new ProtocolViolation(NO_EXPORT);
    replies.exportName(export.device().sizeBytes(), flags(export), padded);
    return Optional.of(open(export));
  }

  private ExportFlags flags(Export export) {
    return structured ? export.flags() : export.flags().simpleReplies();
  }

  private OpenExport open(Export export) {
    boolean agreed = contextsOf.filter(export::equals).isPresent();
    return new OpenExport(export, transport, input, structured, agreed ? contexts : List.of());
  }
}
