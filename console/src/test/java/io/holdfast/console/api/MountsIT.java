package io.holdfast.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.FakeWorker;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import io.holdfast.schema.mount.Mounts;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Instant use of backups, from the request over the grid to a worker. */
@ExtendWith(Shared.class)
class MountsIT {

  private final Site site;
  private final Client admin;
  private final FakeWorker worker;

  MountsIT(Site site) {
    this.site = site;
    this.admin = site.administrator();
    this.worker = new FakeWorker(site.console(), Site.name("worker"), 8);
  }

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void a_backup_is_mounted_listed_renewed_and_unmounted() {
    String backup = site.backup(admin, worker, site.volume(admin));
    JsonNode mount =
        admin
            .post(backup + "/mounts", Map.of("writable", true, "lasting", true))
            .mustBe(201)
            .body();
    assertThat(mount.path("worker").asString()).isEqualTo(worker.host());
    assertThat(mount.path("export").asString()).isEqualTo("written");
    assertThat(mount.path("lasting").asBoolean()).isTrue();
    assertThat(mount.path("leaseSeconds").asInt()).isPositive();
    assertThat(admin.get(backup).body().path("mounted").asBoolean()).isTrue();
    assertThat(
            admin
                .post(backup + "/mounts", Map.of())
                .mustBeProblem(503, "no-worker-for-mount")
                .detail())
        .contains("exports one already");

    String path = "/mounts/" + mount.path("id").asString();
    assertThat(admin.get(path).mustBe(200).body()).isEqualTo(mount);
    JsonNode listed = admin.get(backup + "/mounts").items().path(0);
    assertThat(listed.path("id")).isEqualTo(mount.path("id"));
    assertThat(listed.path("createdBy").asString()).isEqualTo("admin");
    assertThat(listed.has("export")).isFalse();
    admin.post(path + "/renew", Map.of()).mustBe(204);

    assertThat(admin.delete(backup).mustBeProblem(409, "backup-mounted").detail())
        .contains(worker.host(), "admin");
    admin.delete(path).mustBe(204);
    admin.delete(path).mustBe(204);
    admin.get(path).mustBeProblem(404, "mount-not-found");
    admin.post(path + "/renew", Map.of()).mustBeProblem(404, "mount-not-found");
    assertThat(worker.connection(id(mount))).isNull();
    assertThat(admin.get(backup).body().path("mounted").asBoolean()).isFalse();
    assertThat(audited(backup)).containsExactly("backup.unmount", "backup.mount");
    admin.delete(backup).mustBe(202);
  }

  @Test
  void a_mount_goes_with_its_worker() {
    String backup = site.backup(admin, worker, site.volume(admin));
    JsonNode mount = admin.post(backup + "/mounts", Map.of("lasting", true)).mustBe(201).body();
    worker.close();
    assertThat(admin.get(backup + "/mounts").items()).isEmpty();
    admin.delete("/mounts/" + mount.path("id").asString()).mustBe(204);
    assertThat(new Mounts(site.console().database()).find(id(mount))).isEmpty();
  }

  @Test
  void others_see_what_is_mounted_but_not_how_to_reach_it() {
    String backup = site.backup(admin, worker, site.volume(admin));
    Client viewer = site.user("viewer", "");
    viewer.post(backup + "/mounts", Map.of()).mustBeProblem(403, "forbidden");
    JsonNode mount = admin.post(backup + "/mounts", Map.of("lasting", true)).mustBe(201).body();
    String path = "/mounts/" + mount.path("id").asString();
    assertThat(viewer.get(backup + "/mounts").items()).hasSize(1);
    viewer.get(path).mustBeProblem(403, "forbidden");
    viewer.delete(path).mustBeProblem(403, "forbidden");

    Client member = site.user("member", site.project());
    member.post(backup + "/mounts", Map.of()).mustBeProblem(404, "backup-not-found");
    member.get(backup + "/mounts").mustBeProblem(404, "backup-not-found");
    assertThat(member.get("/mounts").items()).isEmpty();
    member.get(path).mustBeProblem(404, "mount-not-found");
    member.post(path + "/renew", Map.of()).mustBeProblem(404, "mount-not-found");
    member.delete(path).mustBe(204);
    assertThat(worker.connection(id(mount))).isNotNull();
    admin.delete(path).mustBe(204);
  }

  @Test
  void what_is_not_finished_cannot_be_mounted() {
    JsonNode asked =
        admin
            .post("/backups", Map.of("volumeId", site.volume(admin).path("id").asString()))
            .mustBe(202)
            .body();
    admin
        .post("/backups/" + asked.path("backup").path("id").asString() + "/mounts", Map.of())
        .mustBeProblem(409, "backup-not-available");
    admin.post("/tasks/" + asked.path("task").path("id").asString() + "/cancel", Map.of());
  }

  private List<String> audited(String backup) {
    return admin
        .get("/audit?limit=1000")
        .items()
        .valueStream()
        .filter(entry -> backup.endsWith(entry.path("subjectId").asString("-")))
        .map(entry -> entry.path("action").asString())
        .filter(action -> action.contains("mount"))
        .toList();
  }

  private static UUID id(JsonNode mount) {
    return UUID.fromString(mount.path("id").asString());
  }
}
