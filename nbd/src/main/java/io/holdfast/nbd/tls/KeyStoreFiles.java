package io.holdfast.nbd.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The files of a {@link TlsIdentity}: a PKCS12 key store and the random password that it cannot do
 * without.
 */
final class KeyStoreFiles {
  private static final int PASSWORD_BYTES = 24;
  private static final long KEYTOOL_SECONDS = 60;

  private final Path directory;

  KeyStoreFiles(Path directory) {
    this.directory = directory;
  }

  Path keyStore() {
    return directory.resolve("tls.p12");
  }

  Path password() {
    return directory.resolve("tls.password");
  }

  boolean exist() {
    return Files.exists(keyStore()) && Files.exists(password());
  }

  /**
   * The key store appears last and whole, so that a crash in between leaves nothing that looks like
   * an identity.
   */
  void create(String commonName, List<String> otherNames) throws IOException {
    if (!commonName.matches("[A-Za-z0-9. -]{1,64}")) {
      throw new IllegalArgumentException(
          "'%s' cannot be the name in a certificate".formatted(commonName));
    }
    Files.createDirectories(directory);
    Files.deleteIfExists(password());
    Files.createFile(
        password(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(password(), randomPassword(), StandardOpenOption.WRITE);
    Path unfinished = directory.resolve("tls.p12.new");
    Files.deleteIfExists(unfinished);
    runKeytool(unfinished, commonName, otherNames);
    Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
    Files.move(unfinished, keyStore(), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String randomPassword() {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private void runKeytool(Path keyStore, String commonName, List<String> otherNames)
      throws IOException {
    Process keytool =
        new ProcessBuilder(command(keyStore, commonName, otherNames))
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    try {
      String said =
          new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!keytool.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(
            "keytool made no certificate within %d seconds".formatted(KEYTOOL_SECONDS));
      }
      if (keytool.exitValue() != 0) {
        throw new IOException(
            "keytool could not make a certificate in %s: %s".formatted(directory, said));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while keytool made a certificate", e);
    } finally {
      keytool.destroyForcibly();
    }
  }

  private List<String> command(Path keyStore, String commonName, List<String> otherNames) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                TlsIdentity.ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-sigalg",
                "SHA256withECDSA",
                "-dname",
                "CN=" + commonName,
                "-validity",
                "3650",
                "-storetype",
                "PKCS12",
                "-keystore",
                keyStore.toString(),
                // By file: a password among the arguments could be read by every user of the
                // machine.
                "-storepass:file",
                password().toString()));
    if (!otherNames.isEmpty()) {
      command.addAll(List.of("-ext", "SAN=" + String.join(",", otherNames)));
    }
    return command;
  }
}
