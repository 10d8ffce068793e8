package io.holdfast.nbd.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A server's private key and self-signed certificate, kept in a directory of its own. Immutable.
 */
public final class TlsIdentity {
  static final String ALIAS = "nbd";

  private final X509Certificate certificate;
  private final SSLContext serverContext;

  private TlsIdentity(X509Certificate certificate, SSLContext serverContext) {
    this.certificate = certificate;
    this.serverContext = serverContext;
  }

  /**
   * Loads the identity in the directory, or makes a new one there (elliptic curve P-256, valid ten
   * years) with the JDK's keytool. The files are readable by their owner only.
   *
   * @param commonName who it is for: letters, digits, dots, hyphens and blanks
   */
  public static TlsIdentity loadOrCreate(Path directory, String commonName) throws IOException {
    return loadOrCreate(directory, commonName, List.of());
  }

  /**
   * As {@link #loadOrCreate(Path, String)}, for clients that compare the name by which they reached
   * the server, too.
   *
   * @param commonName who it is for: letters, digits, dots and hyphens
   * @param address where the server is reached; a directory holds the identity for one
   */
  public static TlsIdentity loadOrCreate(Path directory, String commonName, InetAddress address)
      throws IOException {
    return loadOrCreate(
        directory, commonName, List.of("dns:" + commonName, "ip:" + address.getHostAddress()));
  }

  private static TlsIdentity loadOrCreate(
      Path directory, String commonName, List<String> otherNames) throws IOException {
    KeyStoreFiles files = new KeyStoreFiles(directory);
    if (!files.exist()) files.create(commonName, otherNames);
    char[] password = Files.readString(files.password()).strip().toCharArray();
    try (InputStream in = Files.newInputStream(files.keyStore())) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      if (!(store.getCertificate(ALIAS) instanceof X509Certificate certificate)) {
        throw new IOException(
            "Key store %s holds no certificate '%s'".formatted(files.keyStore(), ALIAS));
      }
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(keys.getKeyManagers(), null, null);
      return new TlsIdentity(certificate, context);
    } catch (GeneralSecurityException | IOException e) {
      throw new IOException(
          "Key store %s cannot be read; remove directory %s to have a new one made"
              .formatted(files.keyStore(), directory),
          e);
    }
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** The certificate in PEM, to be given to clients: see {@link ClientTls#pinned(String)}. */
  public String certificatePem() {
    try {
      Base64.Encoder encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
      return "-----BEGIN CERTIFICATE-----\n"
          + encoder.encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("A certificate that was read cannot be written", e);
    }
  }

  /** For {@link io.holdfast.nbd.server.NbdServerOptions#tls}. */
  public SSLContext serverContext() {
    return serverContext;
  }
}
