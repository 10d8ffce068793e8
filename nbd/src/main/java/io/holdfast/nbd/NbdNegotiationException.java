package io.holdfast.nbd;

import org.jspecify.annotations.Nullable;

/**
 * No connection came about: nobody listens, it is no NBD server, TLS failed, or the server refuses
 * the export.
 */
public final class NbdNegotiationException extends NbdException {
  private static final long serialVersionUID = 1;

  /** Why, as far as a program may want to decide by it. */
  public enum Reason {
    /** Nobody answers at the address, or not within the time allowed. */
    UNREACHABLE,
    /** What answers does not speak NBD's fixed newstyle negotiation, or broke off in it. */
    PROTOCOL,
    /**
     * The server wants TLS and the client has none to offer, or the reverse, or the certificate is
     * not the expected one.
     */
    TLS,
    /** The server does not (or no longer) offer an export of that name, or does not admit to it. */
    EXPORT_REFUSED
  }

  private final Reason reason;

  public NbdNegotiationException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public NbdNegotiationException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
