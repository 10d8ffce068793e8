package io.holdfast.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.call.RemoteContract;
import io.holdfast.grid.volume.AttachMode;
import io.holdfast.grid.volume.BackendReport;
import io.holdfast.grid.volume.ConnectionInfo;
import io.holdfast.grid.volume.ConnectionSource;
import io.holdfast.grid.volume.ConnectorProperties;
import io.holdfast.grid.volume.VolumeReport;
import io.holdfast.grid.volume.VolumeService;
import io.holdfast.grid.volume.VolumeServiceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A console here, volume services in processes of their own. */
final class GridProcessesIT {

  @TempDir Path directory;
  private TestGrid grid;
  private GridNode console;

  @BeforeEach
  void start() throws Exception {
    grid = new TestGrid(directory);
    console = grid.join(GridRole.CONSOLE, "console");
  }

  @AfterEach
  void stop() throws Exception {
    grid.close();
  }

  @Test
  void every_kind_of_value_crosses_the_grid() throws Exception {
    try (ChildJvm child = new ChildJvm(grid, "storage", directory).awaitReady()) {
      VolumeService service = console.volumeService(child.host);
      UUID id = UUID.randomUUID();

      assertThat(service.capabilities())
          .containsExactly(new BackendReport("fast", "file", true, false, 1L << 40, -1).in("east"));
      assertThat(service.createVolume("fast", id, 4096, "Ünïcode"))
          .isEqualTo(new VolumeReport(id, "Ünïcode", 4096, false, null));
      assertThat(service.listVolumes("fast"))
          .extracting(VolumeReport::problem)
          .containsExactly("It is odd.", null);
      assertThat(
              service.initializeConnection(
                  id,
                  ConnectionSource.snapshot(id),
                  AttachMode.READ_ONLY,
                  new ConnectorProperties("alpha", List.of("10.0.0.1"), List.of("nbd"))))
          .isEqualTo(
              new ConnectionInfo(
                  "nbd", Map.of("source", "snapshot " + id, "mode", "ro", "host", "alpha")));
      service.terminateConnection(id);
      assertFails(
          () -> service.extendVolume(id, 1024), FailureKind.FULL, "No room for 1024 bytes.");
    }
  }

  /** A contract of a version that the other side does not know yet. */
  public interface Newer {
    void take(Object value);
  }

  @Test
  void what_only_a_newer_version_knows_is_refused_in_words() throws Exception {
    IgniteNode node = console.node();
    try (ChildJvm child = new ChildJvm(grid, "storage", directory).awaitReady()) {
      Newer newer =
          RemoteContract.of(
              Newer.class,
              "volume-service 'storage'",
              () -> node.computeAt(GridRole.VOLUME_SERVICE, child.host),
              (kind, message, _) -> new VolumeServiceException(kind, message));
      assertFails(() -> newer.take(1), FailureKind.UNSUPPORTED, "does not answer Newer requests");
      // A class that is not on the other process's class path.
      assertFails(
          () -> newer.take(Offset.offset(1)),
          FailureKind.UNSUPPORTED,
          "org.assertj.core.data.Offset");
      assertThat(console.volumeService("storage").capabilities()).hasSize(1);
    }
  }

  @Test
  void a_killed_process_is_noticed_and_its_successor_is_let_in() throws Exception {
    ChildJvm first = new ChildJvm(grid, "storage", directory).awaitReady();
    VolumeService service = console.volumeService("storage");
    CompletableFuture<Throwable> hanging =
        CompletableFuture.runAsync(
                () -> service.createSnapshot(UUID.randomUUID(), UUID.randomUUID()))
            .handle((_, failure) -> failure.getCause());
    service.capabilities();
    GridMember member = console.member(GridRole.VOLUME_SERVICE, "storage").orElseThrow();

    first.kill();
    Throwable failure = hanging.get(60, TimeUnit.SECONDS);
    assertThat(failure).isInstanceOf(VolumeServiceException.class);
    assertFails(
        () -> {
          throw (RuntimeException) failure;
        },
        FailureKind.UNREACHABLE,
        "left the grid before it answered");

    try (ChildJvm _ = new ChildJvm(grid, "storage", directory).awaitReady()) {
      assertThat(service.capabilities()).hasSize(1);
      assertThat(console.member(GridRole.VOLUME_SERVICE, "storage"))
          .isPresent()
          .isNotEqualTo(member);
    }
  }

  @Test
  void a_frozen_process_is_left_out_and_comes_back_when_it_thaws() throws Exception {
    try (ChildJvm child = new ChildJvm(grid, "storage", directory).awaitReady()) {
      child.signal("STOP");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> console.members(GridRole.VOLUME_SERVICE).isEmpty());
      assertFails(
          () -> console.volumeService("storage").capabilities(),
          FailureKind.UNREACHABLE,
          "There is no volume-service 'storage'");
      child.signal("CONT");
      await()
          .atMost(Duration.ofSeconds(120))
          .until(() -> console.member(GridRole.VOLUME_SERVICE, "storage").isPresent());
      assertThat(console.volumeService("storage").capabilities()).hasSize(1);
    }
  }

  @Test
  void the_grid_holds_together_while_the_database_is_away() throws Exception {
    grid.execute("alter table tbl_addrs rename to tbl_addrs_away");
    try (ChildJvm child = new ChildJvm(grid, "storage", directory)) {
      // It waits for the table, and goes on as soon as it is there.
      grid.execute("alter table tbl_addrs_away rename to tbl_addrs");
      child.awaitReady();
      grid.postgres.close();
      for (int i = 0; i < 50; i++) {
        assertThat(console.volumeService("storage").capabilities()).hasSize(1);
      }
      child.kill();
      await().until(() -> console.members(GridRole.VOLUME_SERVICE).isEmpty());
    }
    assertThat(grid.failures).isEmpty();
  }

  private static void assertFails(Runnable call, FailureKind kind, String words) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            VolumeServiceException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(words);
  }
}
