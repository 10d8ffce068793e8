package io.holdfast.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import io.holdfast.grid.call.FailureKind;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Bad input and bad luck: each gets one clear sentence, and nothing is left half-done. */
@ExtendWith(Shared.class)
class RefusalsIT {

  private final Site site;
  private final Client admin;

  RefusalsIT(Site site) {
    this.site = site;
    this.admin = site.administrator();
  }

  @Test
  void requests_that_are_none() {
    admin.send("POST", "/volumes", "{\"name\":").mustBeProblem(400, "body-unreadable");
    admin.send("POST", "/volumes", "[]").mustBeProblem(400, "body-unreadable");
    admin.send("POST", "/volumes", "{\"sizeBytes\":\"big\"}").mustBeProblem(400, "body-unreadable");
    Client.Answer misspelled =
        admin.post("/policies", Map.of("name", "nightly", "projectId", "of one"));
    misspelled.mustBeProblem(400, "field-unknown");
    assertThat(misspelled.body().path("detail").asString()).contains("'projectId'");
    assertThat(misspelled.body().toString()).contains("project", "timeZone");
    admin
        .send("POST", "/volumes", "{\"sizeBytes\":99999999999999999999}")
        .mustBeProblem(400, "body-unreadable");
    admin.send("POST", "/volumes", null).mustBeProblem(400, "body-unreadable");
    admin.get("/nothing/here").mustBeProblem(404, "path-unknown");
    admin.send("PUT", "/volumes", "{}").mustBeProblem(405, "method-not-allowed");
    assertThat(admin.send("PUT", "/volumes", "{}").response().headers().firstValue("Allow"))
        .contains("GET, POST");
    admin.get("/volumes?limit=abc").mustBeProblem(400, "parameter-invalid");
    admin.get("/volumes?limit=-1").mustBeProblem(400, "limit-invalid");
    admin.get("/volumes?limit=1001").mustBeProblem(400, "limit-invalid");
    admin.get("/volumes?marker=x").mustBeProblem(400, "marker-invalid");
    admin.get("/volumes?status=sleeping").mustBeProblem(400, "status-unknown");
    admin.get("/volumes/not-an-id").mustBeProblem(400, "id-invalid");
    admin.get("/volumes/" + UUID.randomUUID()).mustBeProblem(404, "volume-not-found");
    admin.get("/backups/" + UUID.randomUUID()).mustBeProblem(404, "backup-not-found");
    admin.get("/tasks/" + UUID.randomUUID()).mustBeProblem(404, "task-not-found");
    admin.post("/backups", Map.of()).mustBeProblem(400, "id-missing");
  }

  @Test
  void addresses_and_texts_that_cannot_be_read() {
    admin.get("/volumes?q=%ff").mustBeProblem(400, "parameter-unreadable");
    admin.get("/volumes;x=1").mustBeProblem(400, "address-unreadable");
    admin.get("//volumes").mustBeProblem(400, "address-unreadable");
    admin.get("/volumes?q=a%00").mustBeProblem(400, "text-invalid");
    admin.get("/backups?q=%00").mustBeProblem(400, "text-invalid");
    admin.get("/audit?q=%00").mustBeProblem(400, "text-invalid");
    admin.get("/tasks/%00").mustBeProblem(400, "address-unreadable");
  }

  @Test
  void volumes_that_cannot_be() {
    admin.post("/volumes", Map.of("sizeBytes", 512)).mustBeProblem(400, "name-missing");
    admin.post("/volumes", Map.of("name", "x")).mustBeProblem(400, "size-missing");
    admin
        .post("/volumes", Map.of("name", "x", "sizeBytes", -512))
        .mustBeProblem(400, "size-invalid");
    admin
        .post("/volumes", Map.of("name", "x", "sizeBytes", 1000))
        .mustBeProblem(400, "size-invalid");
    admin
        .post("/volumes", Map.of("name", "x".repeat(10_000), "sizeBytes", 512))
        .mustBeProblem(400, "too-long");
    admin
        .post("/volumes", Map.of("name", "x", "sizeBytes", 512, "backend", "nowhere"))
        .mustBeProblem(404, "backend-not-found");
    admin
        .post("/volumes", Map.of("name", "x", "sizeBytes", 512, "project", "nobodys"))
        .mustBeProblem(404, "project-not-found");
  }

  @Test
  void markup_in_a_name_is_only_text() {
    String name = "<img src=x onerror=alert(1)> " + Site.name("v");
    JsonNode made =
        admin.post("/volumes", Map.of("name", name, "sizeBytes", 512)).mustBe(202).body();
    assertThat(made.path("name").asString()).isEqualTo(name);
    site.awaitStatus(admin, "/volumes/" + made.path("id").asString(), "available");
  }

  @Test
  void a_volume_cannot_shrink_and_one_that_is_busy_says_so() {
    JsonNode volume = site.volume(admin);
    String path = "/volumes/" + volume.path("id").asString();
    admin.post(path + "/extend", Map.of("sizeBytes", 512)).mustBeProblem(400, "size-not-larger");
    admin.post("/backups", Map.of("volumeId", volume.path("id").asString())).mustBe(202);
    assertThat(admin.delete(path).mustBeProblem(409, "volume-busy").detail())
        .contains("backing-up");
    admin.post(path + "/extend", Map.of("sizeBytes", 1 << 24)).mustBeProblem(409, "volume-busy");
  }

  @Test
  void the_second_click_is_told_who_was_first() {
    JsonNode volume = site.volume(admin);
    Map<String, String> wanted = Map.of("volumeId", volume.path("id").asString());
    JsonNode first = admin.post("/backups", wanted).mustBe(202).body();
    assertThat(admin.post("/backups", wanted).mustBeProblem(409, "volume-busy").detail())
        .contains("admin")
        .contains(first.path("task").path("id").asString())
        .contains("still queued");
    admin
        .post("/tasks/" + first.path("task").path("id").asString() + "/cancel", Map.of())
        .mustBe(200);
    site.awaitStatus(admin, "/volumes/" + volume.path("id").asString(), "available");
    admin
        .post("/tasks/" + first.path("task").path("id").asString() + "/cancel", Map.of())
        .mustBeProblem(409, "task-finished");
  }

  @Test
  void an_incremental_backup_needs_one_to_build_on() {
    JsonNode volume = site.volume(admin);
    admin
        .post("/backups", Map.of("volumeId", volume.path("id").asString(), "incremental", true))
        .mustBeProblem(409, "no-full-backup");
    assertThat(
            admin.get("/volumes/" + volume.path("id").asString()).body().path("status").asString())
        .isEqualTo("available");
  }

  @Test
  void a_quota_is_kept() {
    String project = site.project();
    Client member = site.user("member", project);
    String projectId = member.get("/projects").items().path(0).path("id").asString();
    admin.put("/quotas/" + projectId, Map.of("backupsLimit", 0)).mustBe(200);
    JsonNode volume = site.volume(member);
    assertThat(
            member
                .post("/backups", Map.of("volumeId", volume.path("id").asString()))
                .mustBeProblem(409, "quota-exceeded")
                .detail())
        .contains(project);
    admin
        .put("/quotas/" + projectId, Map.of("backupsLimit", -1))
        .mustBeProblem(400, "limit-invalid");
    member.put("/quotas/" + projectId, Map.of()).mustBeProblem(403, "forbidden");
  }

  @Test
  void what_the_storage_refuses_reaches_the_person() {
    site.storage().failNext("createVolume", FailureKind.FULL, "No room is left on pool.");
    JsonNode made =
        admin.post("/volumes", Map.of("name", Site.name("v"), "sizeBytes", 512)).mustBe(202).body();
    String path = "/volumes/" + made.path("id").asString();
    JsonNode failed = site.awaitStatus(admin, path, "error");
    assertThat(failed.path("error").asString()).contains("No room is left on pool.");
    admin.delete(path).mustBe(202);

    JsonNode volume = site.volume(admin);
    String other = "/volumes/" + volume.path("id").asString();
    site.storage().failNext("setInUse", FailureKind.FAILED, "The disk does not answer.");
    admin.post(other + "/in-use", Map.of("inUse", true)).mustBeProblem(502, "storage-failed");
    assertThat(admin.get(other).body().path("status").asString()).isEqualTo("available");
    site.storage().failNext("deleteVolume", FailureKind.BUSY, "Somebody holds it open.");
    admin.delete(other).mustBe(202);
    assertThat(site.awaitStatus(admin, other, "error_deleting").path("error").asString())
        .contains("Somebody holds it open.");
    admin.post(other + "/reset", Map.of()).mustBe(200);
  }

  @Test
  void the_last_administrator_stays() {
    // The shared console has others made by other tests; so only what must hold always is asked.
    String id = admin.get("/whoami").id();
    admin
        .send("PATCH", "/users/" + id, "{\"role\":\"emperor\"}")
        .mustBeProblem(400, "role-unknown");
    admin
        .post("/users", Map.of("name", "short", "password", "1234567", "role", "viewer"))
        .mustBeProblem(400, "password-too-short");
    admin
        .post("/users", Map.of("name", "none", "password", "12345678", "role", "member"))
        .mustBeProblem(400, "project-missing");
    admin
        .post("/users", Map.of("name", "ADMIN", "password", "12345678", "role", "viewer"))
        .mustBeProblem(409, "name-taken");
  }
}
