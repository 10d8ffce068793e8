package io.holdfast.nbd.counterpart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An authority with a server's and a client's certificate, as the strangers' TLS library wants them
 * in a directory.
 */
public final class Certificates {
  private static final char[] PASSWORD = "password".toCharArray();

  private final Path directory;

  /** Those that are in the directory already. */
  public Certificates(Path directory) {
    this.directory = directory;
  }

  public static Certificates create(Path directory) throws IOException, InterruptedException {
    Programs.need("certtool");
    Files.createDirectories(directory);
    Certificates certificates = new Certificates(directory);
    certificates.template("ca", "cn=authority\nca\ncert_signing_key\n");
    certificates.key("ca");
    Programs.run(
            "certtool",
            "--generate-self-signed",
            "--load-privkey",
            certificates.path("ca-key.pem"),
            "--template",
            certificates.path("ca.info"),
            "--outfile",
            certificates.path("ca-cert.pem"))
        .ok();
    certificates.issue("server");
    certificates.issue("client");
    return certificates;
  }

  public Path directory() {
    return directory;
  }

  private String path(String file) {
    return directory.resolve(file).toString();
  }

  private void template(String who, String lines) throws IOException {
    Files.writeString(directory.resolve(who + ".info"), lines + "expiration_days=3650\n");
  }

  private void key(String who) throws IOException, InterruptedException {
    Programs.run(
            "certtool",
            "--generate-privkey",
            "--key-type=ecdsa",
            "--outfile",
            path(who + "-key.pem"))
        .ok();
  }

  private void issue(String who) throws IOException, InterruptedException {
    key(who);
    template(
        who,
        "cn=%s\ndns_name=localhost\nip_address=127.0.0.1\ntls_www_%s\nsigning_key\nencryption_key\n"
            .formatted(who, who));
    Programs.run(
            "certtool",
            "--generate-certificate",
            "--load-ca-certificate",
            path("ca-cert.pem"),
            "--load-ca-privkey",
            path("ca-key.pem"),
            "--load-privkey",
            path(who + "-key.pem"),
            "--template",
            path(who + ".info"),
            "--outfile",
            path(who + "-cert.pem"))
        .ok();
    Programs.run(
            "certtool",
            "--to-p12",
            "--outder",
            "--p12-name=" + who,
            "--password=" + new String(PASSWORD),
            "--load-privkey",
            path(who + "-key.pem"),
            "--load-certificate",
            path(who + "-cert.pem"),
            "--outfile",
            path(who + ".p12"))
        .ok();
  }

  /** Shows the certificate of "server" or "client" and trusts the authority. */
  public SSLContext context(String who) throws IOException, GeneralSecurityException {
    KeyStore own = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(directory.resolve(who + ".p12"))) {
      own.load(in, PASSWORD);
    }
    KeyStore authority = KeyStore.getInstance("PKCS12");
    authority.load(null, null);
    try (InputStream in = Files.newInputStream(directory.resolve("ca-cert.pem"))) {
      authority.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, PASSWORD);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authority);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
