package io.holdfast.volumeservice.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.grid.GridNode;
import io.holdfast.grid.GridRole;
import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.volume.AttachMode;
import io.holdfast.grid.volume.BackendReport;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.grid.volume.ConnectionSource;
import io.holdfast.grid.volume.ConnectorProperties;
import io.holdfast.grid.volume.VolumeReport;
import io.holdfast.grid.volume.VolumeService;
import io.holdfast.grid.volume.VolumeServiceException;
import io.holdfast.nbd.NbdException;
import io.holdfast.nbd.client.NbdClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One volume service process; each test has volumes of its own. */
@Tag("packaged")
final class VolumeServiceProcessIT {

  private static final long SIZE = 16L << 20;
  private static final ConnectorProperties CONNECTOR =
      new ConnectorProperties("alpha", List.of("127.0.0.1"), List.of("nbd"));

  @TempDir static Path directory;
  private static TestDatabase database;
  private static GridNode console;
  private static VolumeService service;
  private Program program;

  @BeforeAll
  static void joinGrid() throws Exception {
    database = new TestDatabase(directory);
    console = database.joinAsConsole();
    service = console.volumeService("storage");
  }

  @AfterAll
  static void leaveGrid() throws Exception {
    console.close();
    database.close();
  }

  @BeforeEach
  void start(@TempDir Path own) throws Exception {
    program = new Program(own, "storage", database.url(), Map.of()).awaitReady();
    this.own = own;
  }

  private Path own = Path.of("");

  @AfterEach
  void end() throws Exception {
    program.kill();
    await().until(() -> console.member(GridRole.VOLUME_SERVICE, "storage").isEmpty());
  }

  private void restart() throws Exception {
    Files.deleteIfExists(program.ready);
    program = new Program(own, "storage", database.url(), Map.of()).awaitReady();
  }

  @Test
  void volumes_are_made_written_frozen_and_read_over_the_wire() throws Exception {
    assertThat(service.capabilities()).extracting(BackendReport::name).containsExactly("fast");
    UUID volume = UUID.randomUUID();
    VolumeReport made = service.createVolume("fast", volume, SIZE, "accounts");
    assertThat(service.createVolume("fast", volume, SIZE, "accounts")).isEqualTo(made);
    assertThat(service.listVolumes("fast")).containsExactly(made);

    UUID writing = UUID.randomUUID();
    try (NbdClient client =
        connect(writing, ConnectionSource.volume(volume), AttachMode.READ_WRITE)) {
      assertThat(client.sizeBytes()).isEqualTo(SIZE);
      client.write(0, bytes("first content"));
      client.flush();
    }
    service.terminateConnection(writing);

    UUID snapshot = UUID.randomUUID();
    service.createSnapshot(volume, snapshot);
    UUID overwriting = UUID.randomUUID();
    try (NbdClient client =
        connect(overwriting, ConnectionSource.volume(volume), AttachMode.READ_WRITE)) {
      client.write(0, bytes("other content"));
      client.flush();
    }
    service.terminateConnection(overwriting);

    UUID temporary = UUID.randomUUID();
    service.createTemporaryVolume(snapshot, temporary);
    assertThat(service.listVolumes("fast")).containsExactly(made);
    for (ConnectionSource source :
        List.of(ConnectionSource.snapshot(snapshot), ConnectionSource.volume(temporary))) {
      UUID reading = UUID.randomUUID();
      try (NbdClient client = connect(reading, source, AttachMode.READ_ONLY)) {
        ByteBuffer content = ByteBuffer.allocate(13);
        client.read(0, content);
        assertThat(new String(content.array(), StandardCharsets.UTF_8)).isEqualTo("first content");
        assertThatThrownBy(() -> client.write(0, bytes("x"))).isInstanceOf(NbdException.class);
      }
      service.terminateConnection(reading);
    }
    service.deleteTemporaryVolume(temporary);
    service.deleteSnapshot(snapshot);
    service.deleteVolume(volume);
    assertThat(service.listVolumes("fast")).isEmpty();
    // Grids of other tests come and go on the same addresses, which joining warns of.
    assertThat(program.output().lines().filter(line -> !line.contains(" Joining: ")))
        .noneMatch(line -> line.contains("WARN") || line.contains("ERROR"));
  }

  @Test
  void strangers_read_an_export() throws Exception {
    UUID volume = volume();
    UUID writing = UUID.randomUUID();
    try (NbdClient client =
        connect(writing, ConnectionSource.volume(volume), AttachMode.READ_WRITE)) {
      client.write(4 << 20, bytes("for strangers"));
      client.flush();
    }
    service.terminateConnection(writing);
    ConnectionInfo info = attach(UUID.randomUUID(), volume, AttachMode.READ_ONLY);
    String uri = "nbd://%s:%s/%s".formatted(info.get("host"), info.get("port"), info.get("export"));

    assertThat(Tool.run("nbdinfo", "--size", uri).strip()).isEqualTo(String.valueOf(SIZE));
    assertThat(Tool.run("nbdinfo", "--map", uri)).contains("hole,zero");
    Path copy = own.resolve("copy.raw");
    Tool.run("qemu-img", "convert", "-f", "raw", "-O", "raw", uri, copy.toString());
    assertThat(Files.mismatch(copy, image(volume))).isEqualTo(-1);
  }

  @Test
  void nothing_lands_after_an_attachment_was_ended() throws Exception {
    UUID volume = volume();
    UUID attachment = UUID.randomUUID();
    AtomicLong written = new AtomicLong();
    try (NbdClient client =
        connect(attachment, ConnectionSource.volume(volume), AttachMode.READ_WRITE)) {
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(() -> {
            try {
              for (long i = 1; ; i++) {
                byte[] block = new byte[65536];
                java.util.Arrays.fill(block, (byte) i);
                client.write(i % 128 * block.length, ByteBuffer.wrap(block));
                written.set(i);
              }
            } catch (NbdException e) {
              // The attachment was cut.
            }
          });
      await().until(() -> written.get() > 200);
      service.terminateConnection(attachment);
      byte[] after = Files.readAllBytes(image(volume));
      writer.get(60, TimeUnit.SECONDS);
      assertThat(Files.readAllBytes(image(volume))).isEqualTo(after);
    }
    assertFails(
        () -> attach(attachment, volume, AttachMode.READ_WRITE),
        FailureKind.INVALID,
        "was ended and does not come back");
    service.deleteVolume(volume);
  }

  @Test
  void after_a_kill_old_exports_are_gone_and_attachments_can_be_asked_for_again() throws Exception {
    UUID volume = volume();
    UUID ended = UUID.randomUUID();
    attach(ended, volume, AttachMode.READ_ONLY);
    service.terminateConnection(ended);
    UUID attachment = UUID.randomUUID();
    ConnectionInfo before = attach(attachment, volume, AttachMode.READ_WRITE);
    try (NbdClient client = Attached.connect(before)) {
      client.write(0, bytes("kept"));
      client.flush();
      program.kill();
      await()
          .untilAsserted(() ->
              assertThatThrownBy(() -> client.write(0, bytes("lost")))
                  .isInstanceOf(NbdException.class));
    }
    restart();
    ConnectionInfo after = attach(attachment, volume, AttachMode.READ_WRITE);
    assertThat(after.get(ConnectionInfo.EXPORT)).isNotEqualTo(before.get(ConnectionInfo.EXPORT));
    try (NbdClient client = Attached.connect(after)) {
      ByteBuffer content = ByteBuffer.allocate(4);
      client.read(0, content);
      assertThat(content.array()).isEqualTo("kept".getBytes(StandardCharsets.UTF_8));
    }
    assertFails(
        () -> attach(ended, volume, AttachMode.READ_ONLY),
        FailureKind.INVALID,
        "was ended and does not come back");
  }

  @Test
  void a_signal_ends_it_in_order() throws Exception {
    UUID volume = volume();
    try (NbdClient client =
        connect(UUID.randomUUID(), ConnectionSource.volume(volume), AttachMode.READ_WRITE)) {
      client.write(0, bytes("x"));
      program.terminate();
    }
    assertThat(program.ready).doesNotExist();
    assertThat(program.output()).contains("Volume service ended").doesNotContain("ERROR");
  }

  @Test
  void a_second_one_of_the_same_host_is_refused_in_words() throws Exception {
    try (Program second =
        new Program(
            Files.createDirectory(own.resolve("second")), "storage", database.url(), Map.of())) {
      assertThat(second.awaitEnd()).isEqualTo(1);
      assertThat(second.output()).contains("There is a volume-service storage in the grid already");
    }
    assertThat(service.capabilities()).hasSize(1);
  }

  private static UUID volume() {
    UUID id = UUID.randomUUID();
    service.createVolume("fast", id, SIZE, "volume");
    return id;
  }

  private Path image(UUID volume) {
    return own.resolve("fast-storage").resolve(volume + ".raw");
  }

  private static ConnectionInfo attach(UUID attachment, UUID volume, AttachMode mode) {
    return service.initializeConnection(
        attachment, ConnectionSource.volume(volume), mode, CONNECTOR);
  }

  private static NbdClient connect(UUID attachment, ConnectionSource source, AttachMode mode)
      throws NbdException {
    return Attached.connect(service.initializeConnection(attachment, source, mode, CONNECTOR));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertFails(Runnable call, FailureKind kind, String words) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            VolumeServiceException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(words);
  }
}
