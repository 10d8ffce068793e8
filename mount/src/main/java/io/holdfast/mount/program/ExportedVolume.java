package io.holdfast.mount.program;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.extent.Extent;
import io.holdfast.engine.extent.VolumeSource;
import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.NbdException;
import io.holdfast.nbd.client.NbdClient;
import io.holdfast.nbd.client.NbdClientOptions;
import io.holdfast.nbd.tls.ClientTls;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A backup that somebody else exports, read over NBD. */
record ExportedVolume(NbdClient client, String server) implements VolumeSource {
  private static final String CERTIFICATES = "tls-certificates=";

  /** Connects; with TLS it trusts the one certificate in the directory that the URI names. */
  static ExportedVolume at(String uri) throws IOException {
    URI parsed = URI.create(uri);
    NbdClientOptions options = NbdClientOptions.DEFAULTS.withConnections(2);
    if ("nbds".equals(parsed.getScheme())) {
      String directory = String.valueOf(parsed.getQuery()).replaceFirst("^" + CERTIFICATES, "");
      options =
          options.withTls(
              ClientTls.pinned(Files.readString(Path.of(directory).resolve("ca-cert.pem"))));
    }
    String host = parsed.getHost().replaceAll("^\\[|]$", "");
    String server = parsed.getAuthority();
    try {
      return new ExportedVolume(
          NbdClient.connect(
              NbdAddress.tcp(host, parsed.getPort()), parsed.getPath().substring(1), options),
          server);
    } catch (NbdException e) {
      throw Wrong.failed(
          "The worker that offers the backup at %s cannot be reached from this machine: %s. Run the command where it can, or read the repository's directory itself (--repository)."
              .formatted(server, e.getMessage()));
    }
  }

  @Override
  public long sizeBytes() {
    return client.sizeBytes();
  }

  @Override
  public List<Extent> extents(long offsetBytes, long lengthBytes) {
    return List.of(Extent.data(offsetBytes, lengthBytes));
  }

  @Override
  public void read(long offsetBytes, ByteBuffer into) {
    try {
      client.read(offsetBytes, into.duplicate());
      into.position(into.limit());
    } catch (NbdException e) {
      throw new BackupException(
          FailureKind.PERMANENT,
          "The backup cannot be read from %s at byte %d: %s"
              .formatted(server, offsetBytes, e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  /** Without the export's name, which is a secret. */
  @Override
  public String toString() {
    return "export at " + server;
  }
}
