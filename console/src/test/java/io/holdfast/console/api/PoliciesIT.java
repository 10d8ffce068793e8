package io.holdfast.console.api;

import static io.holdfast.schema.generated.Tables.POLICY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.FakeWorker;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Policies from the request to the backups that they make and delete. */
@ExtendWith(Shared.class)
class PoliciesIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final Site site;
  private final Client admin;

  PoliciesIT(Site site) {
    this.site = site;
    this.admin = site.administrator();
  }

  @Test
  void a_due_policy_backs_up_what_it_covers_and_deletes_what_no_rule_keeps() {
    String project = site.project();
    Client member = site.user("member", project);
    String volume = site.volume(member).path("id").asString();
    JsonNode policy =
        member.post("/policies", nightly(Map.of("keep", Map.of("last", 1)))).mustBe(201).body();
    assertThat(policy.path("project").asString()).isEqualTo(project);
    assertThat(policy.path("volumes").asInt()).isEqualTo(1);
    assertThat(policy.path("nextRuns")).hasSize(5);
    assertThat(policy.path("schedule").asString()).startsWith("Every day at 02:00");
    String path = "/policies/" + policy.path("id").asString();
    try (FakeWorker worker = new FakeWorker(site.console(), Site.name("worker"), 8)) {
      String first = backedUp(member, path, worker, policy, Instant.now().minusSeconds(30));
      assertThat(member.get("/volumes/" + volume).body().path("protection").asString())
          .isEqualTo("protected");
      String second = backedUp(member, path, worker, policy, Instant.now().minusSeconds(20));
      assertThat(second).isNotEqualTo(first);
      JsonNode judged = member.get(path + "/preview").mustBe(200).body();
      // The second was made on the first, which therefore stays with it.
      assertThat(judged.path("backups")).hasSize(2).allMatch(it -> it.path("stays").asBoolean());
      assertThat(admin.put("/settings/delete.refuse-with-dependents", Map.of("value", "false")))
          .satisfies(answer -> answer.mustBe(200));
      try {
        await()
            .atMost(SOON)
            .until(() ->
                member
                    .get("/backups/" + first)
                    .body()
                    .path("status")
                    .asString("")
                    .equals("deleting"));
      } finally {
        admin.put("/settings/delete.refuse-with-dependents", Map.of("value", "true")).mustBe(200);
      }
    }
    assertThat(member.get("/audit?q=backup.delete").items().path(0).path("actor").asString())
        .isEqualTo("policy " + policy.path("name").asString());
    member.delete(path).mustBe(204);
  }

  /** Has the policy be due, and the backup of its one volume end well. */
  private String backedUp(Client by, String path, FakeWorker worker, JsonNode policy, Instant due) {
    int before = by.get(path + "/runs").items().size();
    site.console()
        .database()
        .update(POLICY)
        .set(POLICY.NEXT_RUN_AT, due)
        .where(POLICY.ID.eq(UUID.fromString(policy.path("id").asString())))
        .execute();
    JsonNode run =
        await()
            .atMost(SOON)
            .until(
                () -> by.get(path + "/runs").items(),
                runs -> runs.size() == before + 1 && runs.path(0).path("submitted").asInt() == 1)
            .path(0);
    JsonNode row =
        by.get("/policies/runs/" + run.path("id").asString() + "/volumes").items().path(0);
    String backup = row.path("backupId").asString();
    UUID task =
        UUID.fromString(by.get("/tasks?backupId=" + backup).items().path(0).path("id").asString());
    await().atMost(SOON).until(() -> worker.runs(task));
    worker.finish(task);
    JsonNode made = site.awaitStatus(by, "/backups/" + backup, "available");
    assertThat(made.path("policyId").asString()).isEqualTo(policy.path("id").asString());
    await()
        .atMost(SOON)
        .until(() -> !by.get(path + "/runs").items().path(0).path("settledAt").isMissingNode());
    return backup;
  }

  @Test
  void what_stands_in_the_way_of_a_run_is_said_of_each_volume() {
    String project = site.project();
    Client member = site.user("member", project);
    String volume = site.volume(member).path("id").asString();
    member.post("/backups", Map.of("volumeId", volume)).mustBe(202);
    String path = "/policies/" + member.post("/policies", nightly(Map.of())).mustBe(201).id();
    JsonNode run = member.post(path + "/run", Map.of()).mustBe(202).body();
    assertThat(run.path("waiting").asInt()).isEqualTo(1);
    JsonNode row =
        await()
            .atMost(SOON)
            .until(
                () ->
                    member
                        .get("/policies/runs/" + run.path("id").asString() + "/volumes")
                        .items()
                        .path(0),
                it -> it.hasNonNull("reason"));
    assertThat(row.path("state").asString()).isEqualTo("waiting");
    assertThat(row.path("reason").asString()).contains("being backed up", "asked for by member");
    member.post(path + "/run", Map.of()).mustBeProblem(409, "policy-running");
    member.delete(path).mustBe(204);
  }

  @Test
  void a_policy_is_changed_only_as_it_was_seen_and_says_what_is_wrong_with_it() {
    JsonNode made = admin.post("/policies", nightly(Map.of())).mustBe(201).body();
    String path = "/policies/" + made.path("id").asString();
    Map<String, Object> change = nightly(Map.of("name", made.path("name").asString()));
    admin.put(path, change).mustBeProblem(400, "version-missing");
    change.put("version", made.path("version").asLong());
    change.put("enabled", false);
    JsonNode paused = admin.put(path, change).mustBe(200).body();
    assertThat(paused.path("nextRuns")).isEmpty();
    admin.put(path, change).mustBeProblem(409, "policy-changed");
    admin
        .post(
            "/policies",
            nightly(
                Map.of("name", made.path("name").asString().toUpperCase(java.util.Locale.ROOT))))
        .mustBeProblem(409, "name-taken");
    refused(Map.of("cron", "0 2 * *"), "schedule-invalid");
    refused(Map.of("timeZone", "Nowhere"), "time-zone-unknown");
    refused(Map.of("windowMinutes", 0), "number-invalid");
    refused(Map.of("windowMinutes", 5, "jitterMinutes", 5), "jitter-invalid");
    refused(Map.of("covers", Map.of("kind", "matching")), "cover-empty");
    refused(Map.of("covers", Map.of("kind", "some")), "cover-unknown");
    refused(Map.of("missed", "never"), "missed-unknown");
    admin
        .post("/policies", nightly(Map.of("repository", "x")))
        .mustBeProblem(404, "repository-not-found");
    admin.delete(path).mustBe(204);
    admin.get(path).mustBeProblem(404, "policy-not-found");
  }

  private void refused(Map<String, Object> wrong, String code) {
    admin.post("/policies", nightly(wrong)).mustBeProblem(400, code);
    admin.post("/policies/preview", nightly(wrong)).mustBeProblem(400, code);
  }

  @Test
  void a_preview_says_when_what_and_which_backups_stay_before_anything_is_saved() {
    String project = site.project();
    Client member = site.user("member", project);
    String name = site.volume(member).path("name").asString();
    JsonNode preview =
        member
            .post(
                "/policies/preview",
                nightly(
                    Map.of(
                        "covers", Map.of("kind", "matching", "name", name.substring(0, 4) + "*"),
                        "keep", Map.of("daily", 7, "monthly", 3))))
            .mustBe(200)
            .body();
    assertThat(preview.path("nextRuns")).hasSize(5);
    assertThat(preview.path("volumes").path(0).path("name").asString()).isEqualTo(name);
    assertThat(preview.path("madeInYear").asInt()).isBetween(365, 366);
    assertThat(preview.path("stayAfterYear").asInt()).isBetween(8, 10);
    assertThat(member.get("/policies").items()).isEmpty();
  }

  @Test
  void viewers_look_and_members_neither_see_nor_touch_what_is_anothers() {
    String id = admin.post("/policies", nightly(Map.of())).mustBe(201).id();
    String everywhere = admin.post("/policies", nightly(Map.of("project", "*"))).mustBe(201).id();
    Client viewer = site.user("viewer", "default");
    Client member = site.user("member", site.project());
    viewer.get("/policies/" + id).mustBe(200);
    viewer.post("/policies", nightly(Map.of())).mustBeProblem(403, "forbidden");
    viewer.post("/policies/" + id + "/run", Map.of()).mustBeProblem(403, "forbidden");
    viewer.delete("/policies/" + id).mustBeProblem(403, "forbidden");
    for (String foreign : List.of(id, everywhere)) {
      String path = "/policies/" + foreign;
      member.get(path).mustBeProblem(404, "policy-not-found");
      member.get(path + "/runs").mustBeProblem(404, "policy-not-found");
      member.get(path + "/volumes").mustBeProblem(404, "policy-not-found");
      member.get(path + "/preview").mustBeProblem(404, "policy-not-found");
      member.post(path + "/run", Map.of()).mustBeProblem(404, "policy-not-found");
      member.delete(path).mustBeProblem(404, "policy-not-found");
    }
    assertThat(member.get("/policies").items()).isEmpty();
    member.post("/policies", nightly(Map.of("project", "*"))).mustBeProblem(403, "forbidden");
    member
        .post("/policies", nightly(Map.of("project", "default")))
        .mustBeProblem(404, "project-not-found");
    admin.delete("/policies/" + id).mustBe(204);
    admin.delete("/policies/" + everywhere).mustBe(204);
  }

  @Test
  void a_held_backup_stays_until_it_is_released() {
    String volume = site.volume(admin).path("id").asString();
    try (FakeWorker worker = new FakeWorker(site.console(), Site.name("worker"), 8)) {
      JsonNode asked = admin.post("/backups", Map.of("volumeId", volume)).mustBe(202).body();
      UUID task = UUID.fromString(asked.path("task").path("id").asString());
      await().atMost(SOON).until(() -> worker.runs(task));
      worker.finish(task);
      String path = "/backups/" + asked.path("backup").path("id").asString();
      site.awaitStatus(admin, path, "available");
      assertThat(admin.post(path + "/hold", Map.of()).mustBe(200).body().path("held").asBoolean())
          .isTrue();
      admin.delete(path).mustBeProblem(409, "backup-held");
      admin.post(path + "/release", Map.of()).mustBe(200);
      admin.delete(path).mustBe(202);
    }
  }

  private static Map<String, Object> nightly(Map<String, Object> more) {
    Map<String, Object> policy =
        new HashMap<>(
            Map.of("name", Site.name("policy"), "cron", "0 2 * * *", "timeZone", "Europe/Berlin"));
    policy.putAll(more);
    return policy;
  }

  @Test
  void a_listed_volume_that_is_not_there_or_not_the_projects_is_refused() {
    String project = site.project();
    Client member = site.user("member", project);
    String own = site.volume(member).path("id").asString();
    String foreign = site.volume(admin).path("id").asString();
    for (String other : List.of(foreign, UUID.randomUUID().toString())) {
      member
          .post("/policies", listing(Site.name("policy"), own, other))
          .mustBeProblem(400, "volume-not-covered");
    }
    String path = "/policies/" + member.post("/policies", listing(Site.name("policy"), own)).id();
    member.delete(path).mustBe(204);
  }

  private static Map<String, Object> listing(String name, String... volumes) {
    return Map.of(
        "name",
        name,
        "cron",
        "0 2 1 1 *",
        "timeZone",
        "UTC",
        "covers",
        Map.of("kind", "listed", "volumes", volumes),
        "keep",
        Map.of("last", 1));
  }
}
