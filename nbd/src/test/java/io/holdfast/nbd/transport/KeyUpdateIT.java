package io.holdfast.nbd.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.nbd.NbdAddress;
import io.holdfast.nbd.client.NbdClient;
import io.holdfast.nbd.client.NbdClientOptions;
import io.holdfast.nbd.counterpart.Images;
import io.holdfast.nbd.counterpart.Programs;
import io.holdfast.nbd.server.ExportMode;
import io.holdfast.nbd.server.MemoryDevice;
import io.holdfast.nbd.server.NbdServer;
import io.holdfast.nbd.server.NbdServerOptions;
import io.holdfast.nbd.tls.ClientTls;
import io.holdfast.nbd.tls.TlsIdentity;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * TLS changes its keys after 128 GiB, which a large volume reaches. Here after 256 KiB, in a JVM of
 * its own since the limit is read only once.
 */
class KeyUpdateIT {
  private static final int SIZE = 8 * Images.MIB;

  @TempDir Path directory;

  @Test
  void keys_change_in_both_directions_while_requests_run() throws Exception {
    Path security = directory.resolve("security.properties");
    Files.writeString(security, "jdk.tls.keyLimits=AES/GCM/NoPadding KeyUpdate 2^18\n");
    String said =
        Programs.run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.security.properties=" + security,
                "-Djavax.net.debug=ssl:handshake",
                "-cp",
                System.getProperty("java.class.path"),
                KeyUpdateIT.class.getName(),
                directory.toString())
            .ok();
    assertThat(said).contains("KeyUpdate", "All bytes are the same");
  }

  /** What the other JVM does. */
  public static void main(String[] arguments) throws Exception {
    TlsIdentity identity = TlsIdentity.loadOrCreate(Path.of(arguments[0]), "node");
    NbdServerOptions serving = NbdServerOptions.DEFAULTS.withTls(identity.serverContext());
    NbdClientOptions options =
        NbdClientOptions.DEFAULTS
            .withTls(ClientTls.pinned(identity.certificatePem()))
            .withConnections(1);
    try (NbdServer server = NbdServer.start(NbdAddress.tcp("127.0.0.1", 0), serving)) {
      server.export("disk", new MemoryDevice(2 * SIZE), ExportMode.READ_WRITE);
      try (NbdClient client = NbdClient.connect(server.address(), "disk", options)) {
        ByteBuffer content = Images.random(1, SIZE);
        client.write(0, content.duplicate());
        int piece = 128 * 1024;
        ByteBuffer back = ByteBuffer.allocate(SIZE);
        List<CompletableFuture<?>> requests = new ArrayList<>();
        for (int at = 0; at < SIZE; at += piece) {
          requests.add(client.writeAsync(SIZE + at, content.slice(at, piece)));
          requests.add(client.readAsync(at, back.slice(at, piece)));
        }
        for (CompletableFuture<?> request : requests) request.join();
        if (!back.equals(content)) throw new IllegalStateException("What was read differs");
        System.out.println("All bytes are the same");
      }
    }
  }
}
