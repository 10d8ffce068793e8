package io.holdfast.grid;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.sql.DataSource;
import org.apache.ignite.ssl.SSLContextWrapper;

/**
 * By what the members of a grid know each other: one key and its certificate, kept in the database
 * that they share. Each shows it and trusts nobody who cannot, so that whoever may read the
 * database may join, and nobody else: no stranger on the network, and no other installation that
 * listens where a killed process of ours did.
 */
record GridIdentity(PrivateKey key, Certificate certificate) {

  static final String KEY_ALGORITHM = "EC";

  private static final String[] PROTOCOLS = {"TLSv1.3"};
  private static final char[] NO_PASSWORD = {};
  private static final int ANSWERS_WITHIN_MILLIS = 500;

  /** SQL for the name of the grid: which PostgreSQL, and which database in it. */
  static final String GRID =
      """
      (select system_identifier || '/' || (select oid from pg_database where datname = current_database())
      from pg_control_system())
      """;

  private static final String FIND =
      "select private_key, certificate from grid_identity where grid = " + GRID;
  private static final String ENTER =
      "insert into grid_identity (grid, private_key, certificate) values ("
          + GRID
          + ", ?, ?) on conflict do nothing";

  /**
   * The grid's identity as it is now in the database. Whoever is first makes it; of two that are
   * first at once, one does and both get that.
   *
   * @throws SQLException when the database cannot be read, or lacks the table grid_identity
   * @throws GridJoinException when no key can be made, or what is in the database is none
   */
  static GridIdentity of(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection()) {
      Optional<GridIdentity> found = find(connection);
      if (found.isPresent()) {
        return found.get();
      }
      enter(connection, IdentityMaker.make());
      return find(connection)
          .orElseThrow(() ->
              new GridJoinException("The grid's identity was just made, and is gone. Try again."));
    }
  }

  private static Optional<GridIdentity> find(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(FIND);
        ResultSet row = query.executeQuery()) {
      return row.next() ? Optional.of(read(row.getBytes(1), row.getBytes(2))) : Optional.empty();
    }
  }

  private static void enter(Connection connection, GridIdentity made) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(ENTER)) {
      insert.setBytes(1, made.key().getEncoded());
      insert.setBytes(2, made.certificate().getEncoded());
      insert.executeUpdate();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key just made has no encoding", e);
    }
  }

  private static GridIdentity read(byte[] key, byte[] certificate) {
    try {
      return new GridIdentity(
          KeyFactory.getInstance(KEY_ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(key)),
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(certificate)));
    } catch (GeneralSecurityException e) {
      throw new GridJoinException(
          "The table grid_identity holds no usable key (%s). Delete its rows and start a console anew: it makes another."
              .formatted(e.getMessage()),
          e);
    }
  }

  /** TLS 1.3 that shows this identity and trusts it alone, on either side of a connection. */
  SSLContext tls() {
    try {
      KeyStore shown = KeyStore.getInstance("PKCS12");
      shown.load(null, null);
      shown.setKeyEntry("grid", key, NO_PASSWORD, new Certificate[] {certificate});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(shown, NO_PASSWORD);
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("grid", certificate);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance(PROTOCOLS[0]);
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return new SSLContextWrapper(context, new SSLParameters(null, PROTOCOLS));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("This JDK cannot use the grid's key for TLS", e);
    }
  }

  /** Whether a member of this grid listens there; also no when it does not answer soon. */
  boolean isShownAt(InetSocketAddress address) {
    try (Socket plain = new Socket()) {
      plain.connect(address, ANSWERS_WITHIN_MILLIS);
      plain.setSoTimeout(ANSWERS_WITHIN_MILLIS);
      try (SSLSocket secure =
          (SSLSocket)
              tls()
                  .getSocketFactory()
                  .createSocket(plain, address.getHostString(), address.getPort(), true)) {
        secure.startHandshake();
        return true;
      }
    } catch (IOException e) {
      return false;
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "the grid's identity";
  }
}
