package io.holdfast.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.grid.GridMember;
import io.holdfast.grid.GridNode;
import io.holdfast.grid.GridRole;
import io.holdfast.grid.GridSettings;
import io.holdfast.grid.call.GridCallException;
import io.holdfast.grid.call.GridOffers;
import io.holdfast.grid.volume.BackendReport;
import io.holdfast.grid.volume.VolumeService;
import io.holdfast.grid.worker.RunReply;
import io.holdfast.schema.SchemaDatabase;
import io.holdfast.schema.attachment.Attachment;
import io.holdfast.schema.attachment.Attachments;
import io.holdfast.schema.node.Node;
import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.NodeQueries;
import io.holdfast.schema.node.NodeRole;
import io.holdfast.schema.task.TaskTakeover;
import io.holdfast.schema.volume.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * PostgreSQL, a volume service that is reached through a network which can be slowed down, and the
 * test in the console's place: shared by all classes of a run, since starting it takes long. Has
 * the backends {@value #DIRECT} and {@value #COPYING}, which cannot attach snapshots.
 */
final class Stack implements AutoCloseable, ExtensionContext.Store.CloseableResource {

  static final String DIRECT = "direct";
  static final String COPYING = "copying";
  static final String STORAGE = "storage";

  final Path directory;
  final TestPostgres postgres;
  final DSLContext database;
  final GridNode console;
  final SlowNetwork network;
  private Program volumeService;

  Stack() throws IOException {
    directory =
        Files.createTempDirectory(
            Files.createDirectories(Path.of("target/processes").toAbsolutePath()), "stack");
    postgres = new TestPostgres(directory.resolve("postgres"));
    database = SchemaDatabase.context(postgres.connections());
    network = new SlowNetwork("127.0.0.2");
    network.passOnTo("127.0.0.1", network.port());
    volumeService = startVolumeService();
    console =
        GridNode.join(
            new GridSettings("127.0.0.1", null, "test", directory.resolve("ignite")),
            new GridMember(GridRole.CONSOLE, "test", UUID.randomUUID()),
            postgres.url(),
            postgres.connections(),
            GridOffers.none(),
            System.err::println);
    volumeService.awaitReady();
    report(volumeService(), STORAGE);
  }

  /** Enters what a volume service says of its backends, as the console does. */
  void report(VolumeService service, String host) {
    for (BackendReport backend : service.capabilities()) {
      assertThat(new Backends(database).report(backend.name(), host, "nova", Map.of(), null, null))
          .isTrue();
    }
  }

  private Program startVolumeService() throws IOException {
    List<String> settings = new ArrayList<>(common());
    settings.add("--holdfast.volume-service.state=" + directory.resolve("volume-service"));
    settings.add("--holdfast.volume-service.nbd.port=" + network.port());
    settings.add("--holdfast.volume-service.nbd.advertise-address=127.0.0.2");
    for (String backend : List.of(DIRECT, COPYING)) {
      String prefix = "--holdfast.volume-service.backends." + backend;
      settings.add(prefix + ".type=file");
      settings.add(prefix + ".directory=" + volumes(backend));
      settings.add(prefix + ".attach-snapshot=" + backend.equals(DIRECT));
    }
    return new Program(List.of(), "volume-service.jar", "192m", directory, STORAGE, settings);
  }

  private List<String> common() {
    return List.of(
        "--holdfast.database-url=" + postgres.url(),
        "--holdfast.parent-pid=" + ProcessHandle.current().pid());
  }

  Path volumes(String backend) throws IOException {
    return Files.createDirectories(directory.resolve("volumes").resolve(backend));
  }

  VolumeService volumeService() {
    return console.volumeService(STORAGE);
  }

  void killVolumeService() throws InterruptedException {
    volumeService.kill();
  }

  void startVolumeServiceAgain() throws IOException {
    volumeService = startVolumeService().awaitReady();
  }

  /** Starts a worker; the caller waits for it and ends it. */
  Program worker(String host, String... more) throws IOException {
    return worker(List.of(), host, more);
  }

  /** The same, with words before the java command. */
  Program worker(List<String> before, String host, String... more) throws IOException {
    List<String> settings = new ArrayList<>(common());
    settings.addAll(
        List.of(
            "--holdfast.worker.state=" + directory.resolve("workers"),
            "--holdfast.worker.lease=4s",
            "--holdfast.worker.memory.buffers=64MB",
            "--holdfast.worker.record-every=2s",
            "--holdfast.worker.retry.first-delay=500ms"));
    settings.addAll(List.of(more));
    return new Program(before, "grid-worker.jar", "256m", directory, host, settings);
  }

  /** Offers a task to a worker until it takes it, as the dispatcher does. */
  void dispatch(UUID taskId, String host) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              try {
                return console.worker(host).run(taskId);
              } catch (GridCallException e) {
                return RunReply.BUSY; // It is starting or ending.
              }
            },
            reply -> reply == RunReply.ACCEPTED);
  }

  boolean isLive(String host) {
    return new NodeQueries(database).live(NodeRole.WORKER, host).isPresent();
  }

  /** The worker of a host that is not closed. */
  Node node(String host) {
    return new NodeQueries(database).live(NodeRole.WORKER, host).orElseThrow();
  }

  /**
   * Does what the dispatcher does to a worker that it believes dead: close, cut, hand its tasks on.
   */
  void fence(String host) {
    NodeLeases leases = new NodeLeases(database);
    UUID incarnation = node(host).incarnation();
    await().atMost(Duration.ofSeconds(30)).until(() -> leases.closeExpired(incarnation));
    Attachments attachments = new Attachments(database);
    for (Attachment attachment : attachments.liveOf(incarnation)) {
      attachments.detaching(attachment.id());
      volumeService().terminateConnection(attachment.id());
      attachments.detached(attachment.id());
    }
    new TaskTakeover(database).takeOver(incarnation);
  }

  @Override
  public void close() throws IOException {
    try {
      volumeService.kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    console.close();
    network.close();
    postgres.close();
    delete(directory);
  }

  static void delete(Path tree) throws IOException {
    try (var files = Files.walk(tree)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
