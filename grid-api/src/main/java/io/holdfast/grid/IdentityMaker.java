package io.holdfast.grid;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes a {@link GridIdentity} with the JDK's keytool, since the JDK makes certificates nowhere
 * else. Its key store lies for that moment in a directory that only its owner can read; the
 * password that it cannot do without protects nothing.
 */
final class IdentityMaker {

  private static final String ALIAS = "grid";
  private static final String PASSWORD = "unused";
  private static final long KEYTOOL_SECONDS = 60;

  private IdentityMaker() {}

  /**
   * A new key (elliptic curve P-256) and its certificate, which is valid for a hundred years.
   *
   * @throws GridJoinException when it cannot be made
   */
  static GridIdentity make() {
    try {
      Path directory = Files.createTempDirectory("holdfast-identity-");
      Path keyStore = directory.resolve("grid.p12");
      try {
        runKeytool(keyStore);
        return read(keyStore);
      } finally {
        Files.deleteIfExists(keyStore);
        Files.delete(directory);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new GridJoinException(
          "Cannot make the key by which the grid's members know each other: %s. The JDK's keytool and the temporary directory are needed for it."
              .formatted(e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GridJoinException("Stopped while joining the grid.", e);
    }
  }

  private static GridIdentity read(Path keyStore) throws IOException, GeneralSecurityException {
    char[] password = PASSWORD.toCharArray();
    KeyStore made = KeyStore.getInstance(keyStore.toFile(), password);
    return new GridIdentity((PrivateKey) made.getKey(ALIAS, password), made.getCertificate(ALIAS));
  }

  private static void runKeytool(Path keyStore) throws IOException, InterruptedException {
    Process keytool =
        new ProcessBuilder(command(keyStore))
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    try {
      String said =
          new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!keytool.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("keytool was not done in %d seconds".formatted(KEYTOOL_SECONDS));
      }
      if (keytool.exitValue() != 0) {
        throw new IOException("keytool said: " + said);
      }
    } finally {
      keytool.destroyForcibly();
    }
  }

  private static List<String> command(Path keyStore) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair",
        "-alias",
        ALIAS,
        "-keyalg",
        GridIdentity.KEY_ALGORITHM,
        "-groupname",
        "secp256r1",
        "-sigalg",
        "SHA256withECDSA",
        "-dname",
        "CN=Holdfast grid",
        "-validity",
        "36500",
        "-storetype",
        "PKCS12",
        "-keystore",
        keyStore.toString(),
        "-storepass",
        PASSWORD);
  }
}
