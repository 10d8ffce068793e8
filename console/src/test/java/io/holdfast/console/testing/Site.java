package io.holdfast.console.testing;

import static org.awaitility.Awaitility.await;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.testing.Client.Answer;
import io.holdfast.grid.GridNode;
import io.holdfast.grid.GridRole;
import io.holdfast.grid.call.GridOffers;
import io.holdfast.grid.volume.VolumeService;
import io.holdfast.schema.identity.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** A running console with a storage, and clients that are signed in. */
public final class Site implements AutoCloseable {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final RunningConsole console;
  private final FakeVolumeService storage = new FakeVolumeService("pool");
  private final Client administrator;

  public Site(RunningConsole console) {
    this.console = console;
    GridNode _ =
        console.join(
            GridRole.VOLUME_SERVICE,
            "storage",
            UUID.randomUUID(),
            GridOffers.none().with(VolumeService.class, storage));
    this.administrator =
        Client.signedIn(console.url(), RunningConsole.ADMINISTRATOR, RunningConsole.PASSWORD);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> administrator.get("/backends").items().size() == 1);
  }

  public RunningConsole console() {
    return console;
  }

  public FakeVolumeService storage() {
    return storage;
  }

  public Client administrator() {
    return administrator;
  }

  /** A name that no other test uses. */
  public static String name(String prefix) {
    return prefix + "-" + NUMBERS.incrementAndGet();
  }

  /** A new user of a role, signed in; of a project when one is named. */
  public Client user(String role, String project) {
    String name = name(role);
    administrator
        .post(
            "/users",
            Map.of(
                "name", name, "password", "password of " + name, "role", role, "project", project))
        .mustBe(201);
    return Client.signedIn(console.url(), name, "password of " + name);
  }

  /** On whose behalf a client's requests are served, for asking services directly. */
  public Caller caller(Client client) {
    JsonNode who = client.get("/whoami").mustBe(200).body();
    String project = who.path("projectId").asString("");
    return new Caller(
        UUID.fromString(who.path("id").asString()),
        who.path("name").asString(),
        Role.of(who.path("role").asString()),
        project.isEmpty() ? null : UUID.fromString(project));
  }

  /** A new project. */
  public String project() {
    String name = name("project");
    administrator.post("/projects", Map.of("name", name)).mustBe(201);
    return name;
  }

  /** A new volume of 1 MiB that is available. */
  public JsonNode volume(Client by) {
    Answer made = by.post("/volumes", Map.of("name", name("volume"), "sizeBytes", 1 << 20));
    made.mustBe(202);
    return awaitStatus(by, "/volumes/" + made.id(), "available");
  }

  /** The path of a new backup that is available, made by this worker. */
  public String backup(Client by, FakeWorker worker, JsonNode volume) {
    JsonNode asked =
        by.post("/backups", Map.of("volumeId", volume.path("id").asString())).mustBe(202).body();
    UUID task = UUID.fromString(asked.path("task").path("id").asString());
    await().atMost(Duration.ofSeconds(30)).until(() -> worker.runs(task));
    worker.finish(task);
    String path = "/backups/" + asked.path("backup").path("id").asString();
    awaitStatus(by, path, "available");
    return path;
  }

  /** Cancels every task that is queued or runs. */
  void cancelTasks() {
    for (String state : List.of("queued", "running")) {
      administrator
          .get("/tasks?limit=1000&state=" + state)
          .items()
          .forEach(task ->
              administrator.post("/tasks/" + task.path("id").asString() + "/cancel", Map.of()));
    }
  }

  /** Waits until what lies at a path has a status. */
  public JsonNode awaitStatus(Client by, String path, String status) {
    return awaitStatusWithin(Duration.ofSeconds(30), by, path, status);
  }

  /** As {@link #awaitStatus}, for what takes long. */
  public JsonNode awaitStatusWithin(Duration time, Client by, String path, String status) {
    return await()
        .atMost(time)
        .until(() -> by.get(path).body(), body -> body.path("status").asString("").equals(status));
  }

  @Override
  public void close() {
    console.close();
  }
}
