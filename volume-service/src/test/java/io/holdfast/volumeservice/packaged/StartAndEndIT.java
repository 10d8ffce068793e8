package io.holdfast.volumeservice.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.grid.GridNode;
import io.holdfast.grid.GridRole;
import io.holdfast.grid.volume.AttachMode;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.grid.volume.ConnectionSource;
import io.holdfast.grid.volume.ConnectorProperties;
import io.holdfast.grid.volume.VolumeService;
import io.holdfast.nbd.NbdException;
import io.holdfast.nbd.client.NbdClient;
import io.holdfast.nbd.client.NbdClientOptions;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the process starts and ends when things are not as they should be. */
@Tag("packaged")
final class StartAndEndIT {

  private static final String NOBODY =
      "jdbc:postgresql://127.0.0.1:1/holdfast?user=x&password=secret";

  @TempDir Path directory;

  @Test
  void it_waits_for_a_database_that_is_away_and_can_be_ended_meanwhile() throws Exception {
    try (Program program = new Program(directory, "storage", NOBODY, Map.of())) {
      program.awaitOutput("Waiting: the database cannot be reached");
      program.terminate();
      assertThat(program.output())
          .contains("Stopped while starting")
          .doesNotContain("ERROR")
          .doesNotContain("secret")
          .doesNotContain("Exception");
    }
  }

  @Test
  void it_waits_for_the_schema_and_goes_on_when_it_is_there() throws Exception {
    try (TestDatabase database = new TestDatabase(directory)) {
      database.execute("drop table tbl_addrs");
      try (Program program = new Program(directory, "storage", database.url(), Map.of())) {
        program.awaitOutput("has not this version's schema yet");
        database.execute("create table tbl_addrs (hostname varchar(1024), port int)");
        program.awaitReady().awaitOutput("The database is ready");
      }
    }
  }

  @Test
  void it_ends_when_its_supervisor_is_gone() throws Exception {
    Process supervisor = new ProcessBuilder("sleep", "300").start();
    try (TestDatabase database = new TestDatabase(directory);
        Program program =
            new Program(
                    directory, "storage", database.url(), Map.of("parent-pid", supervisor.pid()))
                .awaitReady()) {
      supervisor.destroyForcibly().waitFor();
      assertThat(program.awaitEnd()).isZero();
      assertThat(program.output()).contains("The supervising process is gone");
    } finally {
      supervisor.destroyForcibly();
    }
  }

  @Test
  void settings_that_make_no_sense_are_said_in_a_sentence() throws Exception {
    try (Program program =
        new Program(
            directory,
            "storage",
            NOBODY,
            Map.of("volume-service.nbd.listen-address", "192.0.2.1"))) {
      assertThat(program.awaitEnd()).isEqualTo(1);
      assertThat(program.output())
          .contains("Volumes cannot be served by NBD on 192.0.2.1 port 0")
          .contains("Check holdfast.volume-service.nbd.listen-address")
          .doesNotContain("\tat ");
    }
    Path occupied = Files.createFile(directory.resolve("occupied"));
    try (Program program =
        new Program(
            directory,
            "storage",
            NOBODY,
            Map.of("volume-service.backends.fast.directory", occupied))) {
      assertThat(program.awaitEnd()).isEqualTo(1);
      assertThat(program.output())
          .contains("Backend 'fast' cannot use the directory " + occupied)
          .doesNotContain("\tat ");
    }
  }

  @Test
  void with_tls_only_who_uses_it_gets_in() throws Exception {
    try (TestDatabase database = new TestDatabase(directory);
        GridNode console = database.joinAsConsole();
        Program program =
            new Program(
                    directory,
                    "storage",
                    database.url(),
                    Map.of("volume-service.nbd.tls", "always"))
                .awaitReady()) {
      await().until(() -> console.member(GridRole.VOLUME_SERVICE, "storage").isPresent());
      VolumeService service = console.volumeService("storage");
      UUID volume = UUID.randomUUID();
      service.createVolume("fast", volume, 1 << 20, "volume");
      ConnectionInfo info =
          service.initializeConnection(
              UUID.randomUUID(),
              ConnectionSource.volume(volume),
              AttachMode.READ_WRITE,
              new ConnectorProperties("alpha", List.of(), List.of("nbd")));
      try (NbdClient client = Attached.connect(info)) {
        client.write(0, ByteBuffer.allocate(4096));
        client.flush();
      }
      assertThatThrownBy(() ->
              NbdClient.connect(
                  Attached.address(info),
                  Objects.requireNonNull(info.get("export")),
                  NbdClientOptions.DEFAULTS))
          .isInstanceOf(NbdException.class);
      assertThat(program.output()).doesNotContain(Objects.requireNonNull(info.get("export")));
    }
  }
}
