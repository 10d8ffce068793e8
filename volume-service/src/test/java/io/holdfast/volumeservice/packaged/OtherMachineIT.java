package io.holdfast.volumeservice.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.grid.GridNode;
import io.holdfast.grid.GridRole;
import io.holdfast.grid.volume.AttachMode;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.grid.volume.ConnectionSource;
import io.holdfast.grid.volume.ConnectorProperties;
import io.holdfast.grid.volume.VolumeService;
import io.holdfast.nbd.client.NbdClient;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A volume service that shares nothing with this machine but a wire and the database's URL. */
@Tag("packaged")
final class OtherMachineIT {

  private static final Duration SOON = Duration.ofSeconds(90);

  @TempDir Path directory;

  @Test
  void it_joins_by_the_database_alone_serves_encrypted_and_comes_back_after_a_cut()
      throws Exception {
    try (NetworkNamespace network = new NetworkNamespace();
        TestDatabase database = new TestDatabase(directory, network.here);
        GridNode console = database.joinAsConsole();
        Program program =
            new Program(
                    network.inside(),
                    directory,
                    "storage",
                    database.url(),
                    Map.of("volume-service.nbd.listen-address", "0.0.0.0"))
                .awaitReady()) {
      await().atMost(SOON).until(() -> isIn(console));
      VolumeService service = console.volumeService("storage");
      UUID volume = UUID.randomUUID();
      service.createVolume("fast", volume, 1 << 20, "volume");
      ConnectionInfo info =
          service.initializeConnection(
              UUID.randomUUID(),
              ConnectionSource.volume(volume),
              AttachMode.READ_WRITE,
              new ConnectorProperties("alpha", List.of(network.here), List.of("nbd")));
      assertThat(info.get("host")).isEqualTo(network.there);
      assertThat(info.get("tls")).isEqualTo("true");
      try (NbdClient client = Attached.connect(info)) {
        client.write(0, ByteBuffer.allocate(4096));
        client.flush();
      }

      network.cut();
      await().atMost(SOON).until(() -> !isIn(console));
      network.mend();
      await().atMost(SOON).until(() -> isIn(console));
      assertThat(service.listVolumes("fast")).hasSize(1);
      assertThat(program.output()).doesNotContain("ERROR");
    }
  }

  @Test
  void it_finds_a_console_that_listens_everywhere() throws Exception {
    try (NetworkNamespace network = new NetworkNamespace();
        TestDatabase database = new TestDatabase(directory, network.here);
        GridNode console = database.joinAsConsole("0.0.0.0");
        Program _ =
            new Program(network.inside(), directory, "storage", database.url(), Map.of())
                .awaitReady()) {
      await().atMost(SOON).until(() -> isIn(console));
      assertThat(console.volumeService("storage").capabilities()).hasSize(1);
    }
  }

  private static boolean isIn(GridNode console) {
    return console.member(GridRole.VOLUME_SERVICE, "storage").isPresent();
  }
}
