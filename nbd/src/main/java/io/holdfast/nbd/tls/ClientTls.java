package io.holdfast.nbd.tls;

import io.holdfast.nbd.NbdAddress;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * How a client uses TLS, 1.3 only.
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

  /**
   * Trusts exactly one certificate, whatever host shows it.
   *
   * @throws IllegalArgumentException when the text is no certificate
   */
  public static ClientTls pinned(String certificatePem) {
    try {
      byte[] bytes = certificatePem.getBytes(StandardCharsets.US_ASCII);
      return pinned(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(bytes)));
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          "The NBD server's certificate is not a certificate in PEM", e);
    }
  }

  /** Trusts exactly one certificate, whatever host shows it. */
  public static ClientTls pinned(X509Certificate certificate) {
    try {
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(null, new TrustManager[] {new PinnedTrust(certificate)}, null);
      return new ClientTls(context, NameCheck.NONE);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK cannot use the certificate for TLS 1.3", e);
    }
  }

  /** Trusts as the context does, and checks the host's name. */
  public static ClientTls trusting(SSLContext context) {
    return new ClientTls(context, NameCheck.HOST_NAME);
  }

  /** An engine for one connection. */
  public SSLEngine engine(NbdAddress server) {
    SSLEngine engine =
        server instanceof NbdAddress.Tcp(String host, int port)
            ? context.createSSLEngine(host, port)
            : context.createSSLEngine();
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3"});
    if (nameCheck == NameCheck.HOST_NAME) parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return engine;
  }
}
