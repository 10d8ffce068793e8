package io.holdfast.worker.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.holdfast.engine.Cancellation;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.nbd.client.NbdClientOptions;
import io.holdfast.worker.attach.NbdExport.WhenLost;
import io.holdfast.worker.lease.Gate;
import io.holdfast.worker.lease.OpenGate;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** QEMU's own program serves an image with a dirty bitmap that is called after a mark. */
final class QemuBitmapIT {

  private static final int MIB = 1 << 20;
  private static final int BLOCK = 64 * 1024;

  @TempDir Path directory;

  private final UUID mark = UUID.randomUUID();
  private final Gate gate = OpenGate.make();

  @BeforeEach
  void needsQemu() {
    for (String program : new String[] {"qemu-nbd", "qemu-img", "qemu-io"}) {
      assumeTrue(isOnPath(program), program + " is not on the PATH: apt-get install qemu-utils");
    }
  }

  private static boolean isOnPath(String program) {
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(System.getenv("PATH"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  @Test
  void what_was_written_since_the_bitmap_was_made_has_changed() throws Exception {
    String image = directory.resolve("disk.qcow2").toString();
    run("qemu-img", "create", "-q", "-f", "qcow2", image, "64M");
    run("qemu-io", "-f", "qcow2", "-c", "write -P 1 0 8M", image);
    run("qemu-img", "bitmap", "--add", "-g", "65536", image, mark.toString());
    run("qemu-io", "-f", "qcow2", "-c", "write -P 2 3M 1", "-c", "write -z 40M 128k", image);
    Path socket = directory.resolve("nbd.sock");
    Process qemu =
        new ProcessBuilder(
                "qemu-nbd",
                "-r",
                "-t",
                "-e",
                "8",
                "-f",
                "qcow2",
                "-B",
                mark.toString(),
                "-k",
                socket.toString(),
                image)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    try {
      await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(socket));
      try (NbdExport export = export(socket, mark)) {
        SourceChanges changes = SourceChanges.since(mark, export, gate).orElseThrow();
        assertThat(changes.changed(0, 64 * MIB))
            .containsExactly(new ByteRange(3 * MIB, BLOCK), new ByteRange(40 * MIB, 2 * BLOCK));
        assertThat(changes.changed(3 * MIB + 1, 10))
            .containsExactly(new ByteRange(3 * MIB + 1, 10));
        assertThat(changes.changed(MIB, MIB)).isEmpty();
      }
      UUID other = UUID.randomUUID();
      try (NbdExport export = export(socket, other)) {
        assertThat(SourceChanges.since(other, export, gate)).isEmpty();
      }
    } finally {
      qemu.destroy();
      qemu.waitFor();
    }
  }

  private NbdExport export(Path socket, UUID since) {
    ConnectionInfo connection =
        new ConnectionInfo(
            ConnectionInfo.NBD,
            Map.of(
                ConnectionInfo.SOCKET, socket.toString(),
                ConnectionInfo.HOST, "127.0.0.1",
                ConnectionInfo.PORT, "1",
                ConnectionInfo.EXPORT, ""));
    NbdClientOptions options =
        NbdClientOptions.DEFAULTS.withMetaContexts(SourceChanges.contexts(since));
    return new NbdExport(
        "Volume",
        NbdConnector.of(connection, options),
        WhenLost.CONNECT_ANEW,
        gate,
        new Cancellation());
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
