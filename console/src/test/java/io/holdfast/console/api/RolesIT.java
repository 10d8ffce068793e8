package io.holdfast.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import io.holdfast.schema.identity.Projects;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(Shared.class)
class RolesIT {

  private static final List<String> EVERYBODY =
      List.of(
          "/whoami",
          "/volumes",
          "/backups",
          "/tasks",
          "/backends",
          "/projects",
          "/quotas",
          "/audit",
          "/status",
          "/tokens");
  private static final List<String> INSTALLATION =
      List.of("/workers", "/repositories", "/settings");

  private final Site site;

  RolesIT(Site site) {
    this.site = site;
  }

  @Test
  void each_role_reads_what_it_may() {
    Map<String, Client> callers =
        Map.of(
            "administrator", site.user("administrator", ""),
            "operator", site.user("operator", ""),
            "viewer", site.user("viewer", ""),
            "member", site.user("member", site.project()));
    callers.forEach((role, caller) -> {
      EVERYBODY.forEach(path -> caller.get(path).mustBe(200));
      INSTALLATION.forEach(path -> {
        if (role.equals("member")) {
          caller.get(path).mustBeProblem(403, "forbidden");
        } else {
          caller.get(path).mustBe(200);
        }
      });
      if (role.equals("administrator")) {
        caller.get("/users").mustBe(200);
      } else {
        caller.get("/users").mustBeProblem(403, "forbidden");
      }
    });
  }

  @Test
  void a_viewer_changes_nothing() {
    JsonNode volume = site.volume(site.administrator());
    String path = "/volumes/" + volume.path("id").asString();
    Client viewer = site.user("viewer", "");
    viewer.get(path).mustBe(200);
    viewer.post("/volumes", Map.of("name", "x", "sizeBytes", 512)).mustBeProblem(403, "forbidden");
    viewer.post(path + "/extend", Map.of("sizeBytes", 1 << 21)).mustBeProblem(403, "forbidden");
    viewer.post(path + "/in-use", Map.of("inUse", true)).mustBeProblem(403, "forbidden");
    viewer.post(path + "/snapshots", Map.of("name", "s")).mustBeProblem(403, "forbidden");
    viewer.patch(path, Map.of("name", "other")).mustBeProblem(403, "forbidden");
    viewer.delete(path).mustBeProblem(403, "forbidden");
    viewer
        .post("/backups", Map.of("volumeId", volume.path("id").asString()))
        .mustBeProblem(403, "forbidden");
    assertThat(site.administrator().get(path).body().path("status").asString())
        .isEqualTo("available");
  }

  @Test
  void an_operator_runs_the_installation_but_does_not_administer_it() {
    Client operator = site.user("operator", "");
    JsonNode volume = site.volume(operator);
    operator
        .post("/volumes/" + volume.path("id").asString() + "/in-use", Map.of("inUse", true))
        .mustBe(200);
    operator.patch("/backends/pool", Map.of("maxRunningTasks", 100)).mustBe(200);
    operator.post("/workers/nobody/drain", Map.of()).mustBeProblem(404, "worker-not-found");
    operator.post("/projects", Map.of("name", "p")).mustBeProblem(403, "forbidden");
    String project = "/projects/" + Projects.DEFAULT_ID;
    operator.patch(project, Map.of("name", "p")).mustBeProblem(403, "forbidden");
    operator.delete(project).mustBeProblem(403, "forbidden");
    operator
        .post("/users", Map.of("name", "u", "password", "long enough", "role", "viewer"))
        .mustBeProblem(403, "forbidden");
    operator
        .put("/settings/task.maximum-attempts", Map.of("value", "3"))
        .mustBeProblem(403, "forbidden");
    Map<String, Object> repository = Map.of("name", "r", "location", "/srv/r");
    operator.post("/repositories", repository).mustBeProblem(403, "forbidden");
    operator.post("/repositories/try", repository).mustBeProblem(403, "forbidden");
    site.administrator().post("/repositories/try", repository).mustBe(200);
  }

  @Test
  void a_member_sees_and_does_only_what_is_the_own_projects() {
    JsonNode foreign = site.volume(site.administrator());
    String foreignId = foreign.path("id").asString();
    String project = site.project();
    Client member = site.user("member", project);
    JsonNode own = site.volume(member);
    assertThat(own.path("project").asString()).isEqualTo(project);

    List<String> seen =
        member
            .get("/volumes?limit=1000")
            .items()
            .valueStream()
            .map(volume -> volume.path("id").asString())
            .toList();
    assertThat(seen).containsExactly(own.path("id").asString());
    member.get("/volumes?project=default").mustBeProblem(404, "project-not-found");
    String path = "/volumes/" + foreignId;
    member.get(path).mustBeProblem(404, "volume-not-found");
    member.delete(path).mustBeProblem(404, "volume-not-found");
    member
        .post(path + "/extend", Map.of("sizeBytes", 1 << 22))
        .mustBeProblem(404, "volume-not-found");
    member.get(path + "/snapshots").mustBeProblem(404, "volume-not-found");
    member.post("/backups", Map.of("volumeId", foreignId)).mustBeProblem(404, "volume-not-found");
    member
        .post("/volumes", Map.of("name", "x", "sizeBytes", 512, "project", "default"))
        .mustBeProblem(404, "project-not-found");

    String backup =
        site.administrator()
            .post("/backups", Map.of("volumeId", foreignId))
            .mustBe(202)
            .body()
            .path("backup")
            .path("id")
            .asString();
    String task =
        site.administrator().get("/tasks?backupId=" + backup).items().path(0).path("id").asString();
    member.get("/backups/" + backup).mustBeProblem(404, "backup-not-found");
    member.delete("/backups/" + backup).mustBeProblem(404, "backup-not-found");
    member.post("/backups/" + backup + "/restore", Map.of()).mustBeProblem(404, "backup-not-found");
    member
        .patch("/backups/" + backup, Map.of("name", "mine"))
        .mustBeProblem(404, "backup-not-found");
    member.get("/tasks/" + task).mustBeProblem(404, "task-not-found");
    member.post("/tasks/" + task + "/cancel", Map.of()).mustBeProblem(404, "task-not-found");
    assertThat(member.get("/tasks").items()).isEmpty();
    assertThat(
            member
                .get("/audit?limit=1000")
                .items()
                .valueStream()
                .filter(entry -> entry.path("subjectId").asString().equals(foreignId)))
        .isEmpty();
    assertThat(member.get("/status").body().path("volumes").asInt()).isEqualTo(1);
    site.administrator().post("/tasks/" + task + "/cancel", Map.of()).mustBe(200);
  }
}
