package io.holdfast.console.ui.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.select.Select;
import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.FakeWorker;
import io.holdfast.console.testing.Pages;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import io.holdfast.console.ui.activity.EventList;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What can be done with a task on its page, and what the page of its backup tells of it. */
@ExtendWith(Shared.class)
class TaskPagesIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final Site site;
  private final Client admin;

  TaskPagesIT(Site site) {
    this.site = site;
    this.admin = site.administrator();
  }

  @Test
  void a_task_that_waits_is_let_go_before_others() {
    String task = asked(site.volume(admin)).path("task").path("id").asString();
    try (Pages pages = Pages.of(site, admin)) {
      assertThat(pages.go("tasks/" + task)).contains("5 (usual)");
      assertThat(pages.shows("action-repeat")).isFalse();
      pages.click("action-prioritize");
      Select<Integer> priority = priority(pages);
      assertThat(items(priority)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
      priority.setValue(2);
      pages.click("confirm");
      await()
          .pollInSameThread()
          .atMost(SOON)
          .until(pages::says, text -> !text.contains("5 (usual)"));
      assertThat(admin.get("/tasks/" + task).body().path("priority").asInt()).isEqualTo(2);
      admin.post("/tasks/" + task + "/cancel", Map.of()).mustBe(200);
      pages.until(() -> !pages.shows("action-prioritize") && pages.shows("action-repeat"));
    }
  }

  @Test
  void a_member_of_its_project_may_only_let_it_wait_for_longer() {
    Client member = site.user("member", site.project());
    JsonNode asked =
        member
            .post("/backups", Map.of("volumeId", site.volume(member).path("id").asString()))
            .mustBe(202)
            .body();
    String task = asked.path("task").path("id").asString();
    try (Pages pages = Pages.of(site, member)) {
      pages.go("tasks/" + task);
      pages.click("action-prioritize");
      assertThat(items(priority(pages))).containsExactly(5, 6, 7, 8, 9);
    }
    member.post("/tasks/" + task + "/cancel", Map.of()).mustBe(200);
  }

  @Test
  void what_failed_is_asked_for_again_and_the_backup_tells_of_all_of_it() {
    try (FakeWorker worker = new FakeWorker(site.console(), Site.name("worker"), 8);
        Pages pages = Pages.of(site, admin)) {
      JsonNode volume = site.volume(admin);
      JsonNode asked = asked(volume);
      UUID task = UUID.fromString(asked.path("task").path("id").asString());
      await().atMost(SOON).until(() -> worker.runs(task));
      worker.fail(task, "The volume service is away.");

      assertThat(pages.go("tasks/" + task)).contains("The volume service is away.");
      assertThat(pages.shows("repeated-by")).isFalse();
      pages.click("action-repeat");
      pages.click("confirm");
      pages.until(() -> pages.shows("repeated-by"));
      assertThat(pages.shows("action-repeat")).isFalse();
      String again = admin.get("/tasks/" + task).body().path("repeatedBy").asString();
      assertThat(pages.go("tasks/" + again)).contains(volume.path("name").asString());

      String backup = "backups/" + asked.path("backup").path("id").asString();
      assertThat(pages.go(backup))
          .contains("History", "on " + worker.host(), "The volume service is away.", "by admin");
      Component line = lines(pages).getFirst();
      admin.patch("/" + backup, Map.of("description", "not as it should be")).mustBe(200);
      await()
          .pollInSameThread()
          .atMost(SOON)
          .until(pages::says, text -> text.contains("not as it should be"));
      assertThat(lines(pages)).as("what is the same is left alone").first().isSameAs(line);
      int before = lines(pages).size();
      admin.post("/" + backup + "/hold", Map.of()).mustBe(200);
      pages.until(() -> lines(pages).size() == before + 1);
      assertThat(lines(pages)).as("what was there stays below what comes").contains(line);
      assertThat(pages.go("volumes/" + volume.path("id").asString()))
          .contains("The volume service is away.");
    }
  }

  private JsonNode asked(JsonNode volume) {
    return admin
        .post("/backups", Map.of("volumeId", volume.path("id").asString()))
        .mustBe(202)
        .body();
  }

  @SuppressWarnings("unchecked")
  private static Select<Integer> priority(Pages pages) {
    return pages.find(Select.class, "priority");
  }

  private static List<Integer> items(Select<Integer> select) {
    return select.getListDataView().getItems().toList();
  }

  private static List<Component> lines(Pages pages) {
    return pages
        .find(EventList.class, "events")
        .getChildren()
        .flatMap(Component::getChildren)
        .toList();
  }
}
