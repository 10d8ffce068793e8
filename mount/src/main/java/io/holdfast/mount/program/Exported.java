package io.holdfast.mount.program;

import io.holdfast.mount.export.MountedBackup;
import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.server.NbdServer;
import io.holdfast.nbd.server.NbdServerOptions;
import io.holdfast.nbd.tls.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A backup that clients can connect to.
 *
 * <p>On a unix socket it is the default export, since the socket's directory says who may. By TCP
 * its name is a secret, for everybody on the machine can connect; beyond the machine it goes
 * through TLS.
 */
final class Exported implements AutoCloseable {
  private static final String CERTIFICATE = "ca-cert.pem";
  private static final String NAME_IN_CERTIFICATE = "holdfast";

  private final NbdServer server;
  private final String uri;
  private final @Nullable Path ownDirectory;
  private final @Nullable Path socket;
  private final @Nullable String hint;

  private Exported(
      NbdServer server,
      String uri,
      @Nullable Path ownDirectory,
      @Nullable Path socket,
      @Nullable String hint) {
    this.server = server;
    this.uri = uri;
    this.ownDirectory = ownDirectory;
    this.socket = socket;
    this.hint = hint;
  }

  static Exported overSocket(MountedBackup backup, @Nullable Path wanted) throws IOException {
    Path own = wanted == null ? Files.createTempDirectory("holdfast-") : null;
    try {
      Path socket = own == null ? Objects.requireNonNull(wanted) : own.resolve("nbd.sock");
      socket = socket.toAbsolutePath().normalize();
      NbdServer server = NbdServer.start(NbdAddress.unix(socket), NbdServerOptions.DEFAULTS);
      server.export("", backup.device(), backup.mode());
      String path =
          URLEncoder.encode(socket.toString(), StandardCharsets.UTF_8).replace("+", "%20");
      return new Exported(
          server, "nbd+unix:///?socket=" + path.replace("%2F", "/"), own, socket, null);
    } catch (IOException | RuntimeException e) {
      delete(own);
      throw e;
    }
  }

  static Exported overTcp(MountedBackup backup, InetAddress address, int port) throws IOException {
    boolean tls = !address.isLoopbackAddress();
    Path own = tls ? Files.createTempDirectory("holdfast-") : null;
    try {
      NbdServerOptions options = NbdServerOptions.DEFAULTS;
      if (own != null) {
        TlsIdentity identity =
            TlsIdentity.loadOrCreate(own.resolve("key"), NAME_IN_CERTIFICATE, address);
        Files.writeString(own.resolve(CERTIFICATE), identity.certificatePem());
        options = options.withTls(identity.serverContext());
      }
      NbdServer server = NbdServer.start(NbdAddress.tcp(address.getHostAddress(), port), options);
      String name = secret();
      server.export(name, backup.device(), backup.mode());
      String uri = "%s://%s/%s".formatted(tls ? "nbds" : "nbd", server.address(), name);
      if (own != null) {
        uri += "?tls-certificates=" + own;
      }
      return new Exported(server, uri, own, null, own == null ? null : hint(own));
    } catch (IOException | RuntimeException e) {
      delete(own);
      throw e;
    }
  }

  private static String hint(Path directory) {
    return "Clients need the certificate %s. QEMU: --object tls-creds-x509,id=tls,endpoint=client,dir=%s and tls-creds=tls."
        .formatted(directory.resolve(CERTIFICATE), directory);
  }

  private static String secret() {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  String uri() {
    return uri;
  }

  /** What else a client needs. */
  Optional<String> hint() {
    return Optional.ofNullable(hint);
  }

  @Override
  public void close() {
    server.close();
    delete(socket);
    delete(ownDirectory);
  }

  private static void delete(@Nullable Path path) {
    if (path == null || !Files.exists(path)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path file : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      System.err.println("holdfast: " + path + " could not be removed: " + e.getMessage());
    }
  }
}
