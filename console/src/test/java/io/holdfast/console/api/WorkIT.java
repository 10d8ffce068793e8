package io.holdfast.console.api;

import static io.holdfast.schema.generated.Tables.VOLUME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.console.live.Changes;
import io.holdfast.console.live.LiveListener;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.live.Registration;
import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.FakeWorker;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import io.holdfast.grid.call.FailureKind;
import io.holdfast.schema.change.ChangedTable;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** From the request over the dispatcher and the grid to a worker, and back. */
@ExtendWith(Shared.class)
class WorkIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final Site site;
  private final Client admin;
  private FakeWorker worker;

  WorkIT(Site site) {
    this.site = site;
    this.admin = site.administrator();
    this.worker = new FakeWorker(site.console(), Site.name("worker"), 8);
  }

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void a_backup_is_made_followed_restored_and_deleted() {
    JsonNode volume = site.volume(admin);
    String volumeId = volume.path("id").asString();
    JsonNode asked =
        admin
            .post(
                "/backups",
                Map.of("volumeId", volumeId, "name", "first", "metadata", Map.of("k", "v")))
            .mustBe(202)
            .body();
    String backup = "/backups/" + asked.path("backup").path("id").asString();
    UUID task = id(asked.path("task"));
    assertThat(asked.path("backup").path("status").asString()).isEqualTo("creating");
    assertThat(asked.path("backup").path("project").asString()).isEqualTo("default");
    await().atMost(SOON).until(() -> worker.runs(task));

    worker.progress(task, 1000, 250, 50);
    JsonNode running =
        await()
            .atMost(SOON)
            .until(() -> admin.get("/tasks/" + task).body(), body -> body.has("bytesPerSecond"));
    assertThat(running.path("bytesDone").asLong()).isEqualTo(250);
    assertThat(running.path("secondsLeft").asLong()).isEqualTo(15);
    assertThat(running.path("stage").asString()).isEqualTo("reading");
    assertThat(running.path("host").asString()).isEqualTo(worker.host());
    assertThat(admin.get("/workers/" + worker.host()).body().path("tasks").findValuesAsString("id"))
        .contains(task.toString());
    worker.finish(task);
    JsonNode done = site.awaitStatus(admin, backup, "available");
    assertThat(done.path("storedBytes").asLong()).isEqualTo(1 << 10);
    assertThat(admin.get("/volumes/" + volumeId).body().path("lastBackupAt").asString())
        .isNotEmpty();
    admin.patch(backup, Map.of("name", "renamed", "description", "two\nlines")).mustBe(200);

    JsonNode child =
        admin
            .post("/backups", Map.of("volumeId", volumeId, "incremental", true))
            .mustBe(202)
            .body();
    await().atMost(SOON).until(() -> worker.runs(id(child.path("task"))));
    worker.finish(id(child.path("task")));
    String childPath = "/backups/" + child.path("backup").path("id").asString();
    site.awaitStatus(admin, childPath, "available");
    assertThat(admin.get(backup).body().path("hasDependents").asBoolean()).isTrue();
    assertThat(admin.delete(backup).mustBeProblem(409, "backup-has-dependents").detail())
        .contains(child.path("backup").path("id").asString());

    JsonNode restore =
        admin.post(backup + "/restore", Map.of("volumeName", "again")).mustBe(202).body();
    UUID target = id(restore.path("volume"));
    assertThat(restore.path("volume").path("status").asString()).isEqualTo("restoring-backup");
    assertThat(site.storage().has(target)).isTrue();
    assertThat(admin.delete(backup).mustBeProblem(409, "backup-busy").detail())
        .contains("being restored");
    await().atMost(SOON).until(() -> worker.runs(id(restore.path("task"))));
    worker.finish(id(restore.path("task")));
    site.awaitStatus(admin, "/volumes/" + target, "available");

    for (String path : new String[] {childPath, backup}) {
      JsonNode delete = admin.delete(path).mustBe(202).body();
      await().atMost(SOON).until(() -> worker.runs(id(delete.path("task"))));
      worker.finish(id(delete.path("task")));
      await().atMost(SOON).until(() -> admin.get(path).status() == 404);
    }
  }

  @Test
  void a_backup_of_a_volume_that_is_no_whole_number_of_sectors_goes_to_a_new_one_that_is() {
    JsonNode volume = site.volume(admin);
    site.console()
        .database()
        .update(VOLUME)
        .set(VOLUME.SIZE_BYTES, 1_000_001L)
        .where(VOLUME.ID.eq(id(volume)))
        .execute();
    String backup = site.backup(admin, worker, volume);
    JsonNode restore =
        admin.post(backup + "/restore", Map.of("volumeName", "even")).mustBe(202).body();
    assertThat(restore.path("volume").path("sizeBytes").asLong()).isEqualTo(1954 * 512);
    await().atMost(SOON).until(() -> worker.runs(id(restore.path("task"))));
    worker.finish(id(restore.path("task")));
  }

  @Test
  void a_restore_to_a_volume_that_cannot_be_made_leaves_nothing_behind() {
    JsonNode volume = site.volume(admin);
    String backup = site.backup(admin, worker, volume);
    int before = admin.get("/volumes?q=never").items().size();
    site.storage().failNext("createVolume", FailureKind.FULL, "No room is left on pool.");
    assertThat(
            admin
                .post(backup + "/restore", Map.of("volumeName", "never"))
                .mustBeProblem(409, "storage-full")
                .detail())
        .contains("No room is left on pool.");
    await().atMost(SOON).until(() -> admin.get("/volumes?q=never").items().size() == before);
    assertThat(admin.get(backup).body().path("status").asString()).isEqualTo("available");
  }

  @Test
  void a_restore_to_a_new_volume_that_is_cancelled_leaves_none_that_looks_restored() {
    String backup = site.backup(admin, worker, site.volume(admin));
    JsonNode restore =
        admin.post(backup + "/restore", Map.of("volumeName", "cancelled")).mustBe(202).body();
    UUID task = id(restore.path("task"));
    await().atMost(SOON).until(() -> worker.runs(task));
    admin.post("/tasks/" + task + "/cancel", Map.of()).mustBe(200);
    await().atMost(SOON).until(() -> worker.wasToldToCancel(task));
    worker.stop(task);
    String target = "/volumes/" + id(restore.path("volume"));
    assertThat(site.awaitStatus(admin, target, "error_restoring").path("error").asString())
        .startsWith("Cancelled by ");
    assertThat(admin.get(backup).body().path("status").asString()).isEqualTo("available");
  }

  @Test
  void a_restore_to_a_smaller_or_used_volume_is_refused() {
    String backup = site.backup(admin, worker, site.volume(admin));
    String small =
        admin
            .post("/volumes", Map.of("name", Site.name("small"), "sizeBytes", 512))
            .mustBe(202)
            .id();
    site.awaitStatus(admin, "/volumes/" + small, "available");
    admin
        .post(backup + "/restore", Map.of("volumeId", small))
        .mustBeProblem(409, "volume-too-small");
    String used = site.volume(admin).path("id").asString();
    admin.post("/volumes/" + used + "/in-use", Map.of("inUse", true)).mustBe(200);
    admin.post(backup + "/restore", Map.of("volumeId", used)).mustBeProblem(409, "volume-in-use");
    admin
        .post(backup + "/restore", Map.of("volumeId", used, "volumeName", "x"))
        .mustBeProblem(400, "target-ambiguous");
    admin
        .post(backup + "/restore", Map.of("volumeId", UUID.randomUUID().toString()))
        .mustBeProblem(404, "volume-not-found");
  }

  @Test
  void cancelling_reaches_the_worker_at_once() {
    JsonNode volume = site.volume(admin);
    JsonNode asked =
        admin.post("/backups", Map.of("volumeId", volume.path("id").asString())).mustBe(202).body();
    UUID task = id(asked.path("task"));
    await().atMost(SOON).until(() -> worker.runs(task));
    JsonNode cancelling = admin.post("/tasks/" + task + "/cancel", Map.of()).mustBe(200).body();
    assertThat(cancelling.path("cancelling").asBoolean()).isTrue();
    await().atMost(SOON).until(() -> worker.wasToldToCancel(task));
    worker.stop(task);
    await()
        .atMost(SOON)
        .until(
            () -> admin.get("/tasks/" + task).body().path("state").asString().equals("cancelled"));
    site.awaitStatus(admin, "/volumes/" + volume.path("id").asString(), "available");
  }

  @Test
  void a_draining_worker_gets_nothing_new() {
    admin.post("/workers/" + worker.host() + "/drain", Map.of()).mustBe(200);
    assertThat(admin.get("/workers/" + worker.host()).body().path("state").asString())
        .isEqualTo("draining");
    JsonNode asked =
        admin
            .post("/backups", Map.of("volumeId", site.volume(admin).path("id").asString()))
            .mustBe(202)
            .body();
    UUID task = id(asked.path("task"));
    try (FakeWorker other = new FakeWorker(site.console(), Site.name("worker"), 2)) {
      await().atMost(SOON).until(() -> other.runs(task));
      assertThat(worker.claimed()).doesNotContain(task);
      other.finish(task);
    }
    admin.post("/workers/" + worker.host() + "/undrain", Map.of()).mustBe(200);
  }

  @Test
  void open_pages_are_told_of_changes_within_a_second() {
    Queue<Changes> told = new ConcurrentLinkedQueue<>();
    LiveUpdates live = site.console().bean(LiveUpdates.class);
    try (Registration _ =
        live.subscribe(
            new LiveListener() {
              @Override
              public void changed(Changes changes) {
                told.add(changes);
              }
            })) {
      UUID volume = id(site.volume(admin));
      await()
          .atMost(SOON)
          .until(() -> told.stream().anyMatch(c -> c.touch(ChangedTable.VOLUME, volume)));
    }
  }

  private static UUID id(JsonNode node) {
    return UUID.fromString(node.path("id").asString());
  }
}
