package io.holdfast.cli.mount;

import io.holdfast.cli.data.Directories;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where a worker exports a backup, as NBD's clients want it.
 *
 * @param uri its last part is a secret
 * @param certificates a directory with the worker's certificate; {@code null} without TLS
 */
record MountAddress(String uri, @Nullable Path certificates) {

  static MountAddress of(JsonNode mount) {
    String where =
        "%s:%s/%s"
            .formatted(
                host(mount.path("address").asString("")),
                mount.path("port").asString(""),
                mount.path("export").asString(""));
    if (!mount.path("tls").asBoolean(false)) {
      return new MountAddress("nbd://" + where, null);
    }
    try {
      Path directory = Files.createTempDirectory("holdfast-");
      Files.writeString(directory.resolve("ca-cert.pem"), mount.path("certificate").asString(""));
      return new MountAddress("nbds://" + where + "?tls-certificates=" + directory, directory);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.FAILED, "The worker's certificate cannot be kept: " + Failure.reason(e), e);
    }
  }

  private static String host(String address) {
    return address.contains(":") ? "[" + address + "]" : address;
  }

  /** What a client needs besides; empty without TLS. */
  String hint() {
    return certificates == null
        ? ""
        : "Clients need the certificate %s/ca-cert.pem. QEMU: --object tls-creds-x509,id=tls,endpoint=client,dir=%s and tls-creds=tls.%n"
            .formatted(certificates, certificates);
  }

  /** Removes the certificate. */
  void forget() throws IOException {
    if (certificates != null) {
      Directories.delete(certificates);
    }
  }
}
