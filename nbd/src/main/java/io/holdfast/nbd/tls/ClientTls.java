package io.holdfast.nbd.tls;

import javax.net.ssl.SSLContext;

/**
 * How a client uses TLS.
 *
 * @param context whom it trusts, and the certificate that it shows if asked
 * @param nameCheck whether the server's certificate must be for the host that was connected to
 */
public record ClientTls(SSLContext context, NameCheck nameCheck) {

  /** Whether the host's name counts. */
  public enum NameCheck {
    HOST_NAME,
    NONE
  }

  /** Trusts exactly one certificate, whatever host shows it. */
  public static ClientTls pinned(String certificatePem) {
    throw new UnsupportedOperationException();
  }

  /** Trusts as the context does, and checks the host's name. */
  public static ClientTls trusting(SSLContext context) {
    return new ClientTls(context, NameCheck.HOST_NAME);
  }
}
