package io.holdfast.console.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vaadin.flow.component.textfield.TextField;
import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.Pages;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import io.holdfast.schema.identity.Projects;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Projects get other names, and go when nothing belongs to them. */
@ExtendWith(Shared.class)
class ProjectsIT {

  private final Site site;
  private final Client admin;
  private final Pages pages;

  ProjectsIT(Site site) {
    this.site = site;
    this.admin = site.administrator();
    this.pages = Pages.of(site, admin);
  }

  @AfterEach
  void close() {
    pages.close();
  }

  @Test
  void a_project_gets_another_name_that_no_other_has() {
    String taken = site.project();
    String name = Site.name("renamed");
    String id = make();
    pages.go("projects/" + id);
    pages.click("action-edit");
    pages.find(TextField.class, "name").setValue(taken);
    pages.click("confirm");
    assertThat(pages.awaitText("refusal")).contains("There is a project '" + taken + "' already");
    pages.find(TextField.class, "name").setValue(name);
    pages.click("confirm");
    pages.until(() -> !pages.shows("confirm"));
    assertThat(admin.get("/projects/" + id).body().path("name").asString()).isEqualTo(name);
  }

  @Test
  void a_project_that_nothing_belongs_to_is_deleted() {
    String id = make();
    pages.go("projects/" + id);
    pages.click("action-delete");
    pages.click("confirm");
    pages.until(() -> pages.address().equals("projects"));
    admin.get("/projects/" + id).mustBe(404);
    assertThat(admin.get("/audit?q=project.delete").body().toString()).contains(id);
  }

  @Test
  void one_that_has_something_or_had_stays_and_says_why() {
    String name = Site.name("project");
    String id = admin.post("/projects", Map.of("name", name)).mustBe(201).id();
    Client member = site.user("member", name);
    admin.delete("/projects/" + id).mustBeProblem(409, "project-used");
    String volume = "/volumes/" + site.volume(member).path("id").asString();
    admin.delete("/users/" + member.get("/whoami").id()).mustBe(204);
    admin.delete(volume).mustBe(202);
    await().atMost(Duration.ofSeconds(30)).until(() -> admin.get(volume).status() == 404);

    pages.go("projects/" + id);
    pages.click("action-delete");
    pages.click("confirm");
    assertThat(pages.awaitText("refusal")).contains("or had volumes", "give it another name");
    admin.get("/projects/" + id).mustBe(200);
    admin.delete("/projects/" + Projects.DEFAULT_ID).mustBeProblem(409, "project-default");
  }

  private String make() {
    return admin.post("/projects", Map.of("name", Site.name("project"))).mustBe(201).id();
  }
}
