package io.holdfast.console.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.FakeWorker;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What can be asked of tasks besides cancelling them, and by whom. */
@ExtendWith(Shared.class)
class TasksIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final Site site;
  private final Client admin;

  TasksIT(Site site) {
    this.site = site;
    this.admin = site.administrator();
  }

  @Test
  void what_is_let_go_before_others_goes_first() {
    String early = backup(admin, site.volume(admin));
    String late = backup(admin, site.volume(admin));
    JsonNode moved = prioritize(admin, late, 1).mustBe(200).body();
    assertThat(moved.path("priority").asInt()).isEqualTo(1);
    assertThat(moved.path("state").asString()).isEqualTo("queued");
    prioritize(admin, late, 1).mustBe(200);
    prioritize(admin, early, 2).mustBe(200);
    JsonNode audit = admin.get("/audit?q=" + late).items();
    assertThat(audit).as("a change that changes nothing leaves no entry").hasSize(1);
    assertThat(audit.path(0).path("action").asString()).isEqualTo("task.prioritize");
    try (FakeWorker worker = new FakeWorker(site.console(), Site.name("worker"), 1)) {
      await().atMost(SOON).until(() -> worker.runs(UUID.fromString(late)));
      prioritize(admin, late, 9).mustBeProblem(409, "task-not-queued");
      worker.finish(UUID.fromString(late));
      await().atMost(SOON).until(() -> worker.runs(UUID.fromString(early)));
      assertThat(worker.claimed()).startsWith(UUID.fromString(late), UUID.fromString(early));
      worker.finish(UUID.fromString(early));
    }
  }

  @Test
  void members_let_theirs_wait_for_longer_and_viewers_change_nothing() {
    String project = site.project();
    Client member = site.user("member", project);
    String task = backup(member, site.volume(member));
    prioritize(member, task, 4).mustBeProblem(403, "forbidden");
    prioritize(member, task, 7).mustBe(200);
    prioritize(member, task, 6).mustBeProblem(403, "forbidden");
    prioritize(site.user("viewer", ""), task, 8).mustBeProblem(403, "forbidden");
    prioritize(site.user("member", site.project()), task, 8).mustBeProblem(404, "task-not-found");
    prioritize(site.user("operator", ""), task, 2).mustBe(200);
    for (int none : new int[] {0, 10, -1}) {
      prioritize(admin, task, none).mustBeProblem(400, "priority-invalid");
    }
    admin.post("/tasks/" + task + "/priority", Map.of()).mustBeProblem(400, "priority-invalid");
    member.post("/tasks/" + task + "/cancel", Map.of()).mustBe(200);
    prioritize(member, task, 9).mustBeProblem(409, "task-not-queued");
  }

  @Test
  void what_failed_is_asked_for_again_once_by_who_might_ask_for_it_at_first() {
    Client member = site.user("member", site.project());
    JsonNode volume = site.volume(member);
    String failed = backup(member, volume);
    repeat(member, failed).mustBeProblem(409, "task-not-failed");
    try (FakeWorker worker = new FakeWorker(site.console(), Site.name("worker"), 8)) {
      await().atMost(SOON).until(() -> worker.runs(UUID.fromString(failed)));
      worker.fail(UUID.fromString(failed), "It broke.");
    }
    repeat(site.user("viewer", ""), failed).mustBeProblem(403, "forbidden");
    repeat(site.user("member", site.project()), failed).mustBeProblem(404, "task-not-found");

    String other = backup(member, volume);
    assertThat(repeat(member, failed).mustBeProblem(409, "volume-busy").detail()).contains(other);
    member.post("/tasks/" + other + "/cancel", Map.of()).mustBe(200);

    JsonNode again = repeat(member, failed).mustBe(202).body();
    assertThat(again.path("state").asString()).isEqualTo("queued");
    assertThat(again.path("backupName").asString()).isEqualTo("nightly");
    JsonNode before = member.get("/tasks/" + failed).body();
    assertThat(before.path("repeatedBy").asString()).isEqualTo(again.path("id").asString());
    assertThat(again.path("backupId")).isNotEqualTo(before.path("backupId"));
    assertThat(repeat(member, failed).mustBeProblem(409, "task-repeated").detail())
        .contains(again.path("id").asString());
    member.get("/backups/" + before.path("backupId").asString()).mustBe(200);

    String repeated = again.path("id").asString();
    member.post("/tasks/" + repeated + "/cancel", Map.of()).mustBe(200);
    String path = "/volumes/" + volume.path("id").asString();
    member.delete(path).mustBe(202);
    await().atMost(SOON).until(() -> member.get(path).status() == 404);
    repeat(member, repeated).mustBeProblem(404, "volume-not-found");
  }

  @Test
  void work_on_a_repository_is_asked_for_again_by_who_runs_the_installation() {
    String repository = admin.get("/repositories").items().path(0).path("id").asString();
    Client operator = site.user("operator", "");
    String reclaim =
        operator.post("/repositories/" + repository + "/reclaim", Map.of()).mustBe(202).id();
    operator.post("/tasks/" + reclaim + "/cancel", Map.of()).mustBe(200);
    repeat(site.user("member", site.project()), reclaim).mustBeProblem(404, "task-not-found");
    String again = repeat(operator, reclaim).mustBe(202).id();
    admin.post("/tasks/" + again + "/cancel", Map.of()).mustBe(200);

    String reindex =
        admin.post("/repositories/" + repository + "/reindex", Map.of()).mustBe(202).id();
    admin.post("/tasks/" + reindex + "/cancel", Map.of()).mustBe(200);
    repeat(operator, reindex).mustBeProblem(403, "forbidden");
    String running =
        admin.post("/repositories/" + repository + "/reindex", Map.of()).mustBe(202).id();
    repeat(admin, reindex).mustBeProblem(409, "reindex-queued");
    admin.post("/tasks/" + running + "/cancel", Map.of()).mustBe(200);
  }

  private static String backup(Client by, JsonNode volume) {
    return by.post("/backups", Map.of("volumeId", volume.path("id").asString(), "name", "nightly"))
        .mustBe(202)
        .body()
        .path("task")
        .path("id")
        .asString();
  }

  private static Client.Answer prioritize(Client by, String task, int priority) {
    return by.post("/tasks/" + task + "/priority", Map.of("priority", priority));
  }

  private static Client.Answer repeat(Client by, String task) {
    return by.post("/tasks/" + task + "/repeat", Map.of());
  }
}
