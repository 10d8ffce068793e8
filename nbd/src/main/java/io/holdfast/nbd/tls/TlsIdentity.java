package io.holdfast.nbd.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;

/** A server's private key and self-signed certificate, kept in a directory of its own. */
public final class TlsIdentity {

  private TlsIdentity() {}

  /**
   * Loads the identity in the directory, or makes a new one there (elliptic curve P-256, valid ten
   * years) with the JDK's keytool. The files are readable by their owner only.
   */
  public static TlsIdentity loadOrCreate(Path directory, String commonName) throws IOException {
    throw new UnsupportedOperationException();
  }

  public X509Certificate certificate() {
    throw new UnsupportedOperationException();
  }

  /** The certificate in PEM, to be given to clients: see {@link ClientTls#pinned(String)}. */
  public String certificatePem() {
    throw new UnsupportedOperationException();
  }

  /** For {@link io.holdfast.nbd.server.NbdServerOptions#tls}. */
  public SSLContext serverContext() {
    throw new UnsupportedOperationException();
  }
}
