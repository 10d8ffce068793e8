package io.holdfast.console.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vaadin.flow.component.checkbox.Checkbox;
import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.Pages;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import io.holdfast.schema.identity.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pages show what others do meanwhile, long before the minute in which every page reads again. */
@ExtendWith(Shared.class)
class LivePagesIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final Site site;
  private final Client admin;
  private Pages pages;

  LivePagesIT(Site site) {
    this.site = site;
    this.admin = site.administrator();
    this.pages = Pages.of(site, admin);
  }

  @AfterEach
  void close() {
    pages.close();
  }

  @Test
  void people_who_are_added_are_counted_and_what_changes_of_one_is_shown() {
    String before = pages.go("people");
    String id = site.user("viewer", "").get("/whoami").id();
    awaits(text -> !count(text).equals(count(before)));

    assertThat(pages.go("people/" + id)).contains("May sign in");
    admin.patch("/users/" + id, Map.of("enabled", false)).mustBe(200);
    awaits(text -> text.contains("Cannot sign in"));
  }

  @Test
  void a_person_is_listed_with_a_project_that_was_made_since() {
    pages.go("people");
    String project = site.project();
    UUID id = UUID.fromString(site.user("member", project).get("/whoami").id());
    assertThat(pages.listed()).contains(id.toString(), "project=" + project);
  }

  @Test
  void a_project_is_called_as_it_was_renamed_wherever_it_is_named() {
    String project = site.project();
    String id = idOf(project);
    Client operator = site.user("operator", project);
    String person = operator.get("/whoami").id();
    String volume = site.volume(operator).path("id").asString();
    assertThat(pages.go("people/" + person)).contains(project);
    project = renamed(id, project);
    awaits(project);
    assertThat(listedWith(person)).contains(project);

    assertThat(pages.go("volumes/" + volume)).contains(project);
    project = renamed(id, project);
    awaits(project);
    assertThat(listedWith(volume)).contains(project);
  }

  @Test
  void policies_count_a_volume_that_came_since() {
    String project = site.project();
    Client operator = site.user("operator", project);
    Map<String, Object> wanted =
        Map.of(
            "name",
            Site.name("policy"),
            "project",
            project,
            "cron",
            "0 1 1 1 *",
            "timeZone",
            "UTC");
    String policy = admin.post("/policies", wanted).mustBe(201).id();
    assertThat(pages.go("policies/" + policy)).contains(": No volumes");
    site.volume(operator);
    awaits(text -> text.contains(": 1 volume"));
    assertThat(listedWith(policy)).contains("volumes=1");
  }

  @Test
  void projects_are_counted_and_their_limits_shown_as_they_change() {
    String before = pages.go("projects");
    String project = site.project();
    awaits(text -> !count(text).equals(count(before)));

    String id = idOf(project);
    assertThat(pages.go("projects/" + id)).doesNotContain("0 of 7");
    admin.put("/quotas/" + id, Map.of("backupsLimit", 7)).mustBe(200);
    awaits(text -> text.contains("0 of 7"));
  }

  @Test
  void settings_are_shown_as_others_make_them() {
    assertThat(pages.go("settings")).doesNotContain("9 days");
    admin.put("/settings/" + Settings.PROTECTION_MAXIMUM_AGE, Map.of("value", "P9D")).mustBe(200);
    awaits(text -> text.contains("9 days"));
    admin.put("/settings/" + Settings.PROTECTION_MAXIMUM_AGE, Map.of("value", "P7D")).mustBe(200);

    assertThat(told()).isTrue();
    admin.put("/settings/notify.run-missed", Map.of("value", "false")).mustBe(200);
    awaits(text -> !told());
    admin.put("/settings/notify.run-missed", Map.of("value", "true")).mustBe(200);
    awaits(text -> told());
  }

  @Test
  void a_sign_in_is_counted_in_the_activity() {
    String name = site.user("viewer", "").get("/whoami").body().path("name").asString();
    String before = pages.go("activity?action=sign-in&person=" + name);
    Client.signedIn(site.console().url(), name, "password of " + name);
    awaits(text -> !count(text).equals(count(before)));
  }

  @Test
  void of_a_person_is_shown_that_they_signed_in() {
    String name = Site.name("newcomer");
    String password = "password of " + name;
    String id =
        admin
            .post("/users", Map.of("name", name, "password", password, "role", "viewer"))
            .mustBe(201)
            .id();
    assertThat(pages.go("people/" + id)).doesNotContain("Last signed in\njust now");
    Client.signedIn(site.console().url(), name, password);
    awaits(text -> text.contains("Last signed in\njust now"));
  }

  @Test
  void the_own_tokens_come_are_used_and_go() {
    String name = Site.name("script");
    pages.go("account");
    Client.Answer token = admin.post("/tokens", Map.of("name", name)).mustBe(201);
    awaits(text -> text.contains(name));
    assertThat(lineAfter(name, pages.says())).contains("never used");
    Client.withToken(site.console().url(), token.body().path("token").asString())
        .get("/whoami")
        .mustBe(200);
    awaits(text -> !lineAfter(name, text).contains("never used"));
    admin.delete("/tokens/" + token.id()).mustBe(204);
    awaits(text -> !text.contains(name));
  }

  @Test
  void where_people_are_told_is_shown_as_others_set_it() {
    String before = pages.go("settings");
    String url = "https://told.example/" + Site.name("hook");
    admin
        .put(
            "/notifications/channels/web-hook",
            Map.of("enabled", false, "options", Map.of("url", url)))
        .mustBe(200);
    assertThat(before).doesNotContain(url);
    awaits(text -> text.contains(url));
  }

  private void awaits(Predicate<String> wanted) {
    await().pollInSameThread().atMost(SOON).until(pages::says, wanted);
  }

  /** What stands below a page's title. */
  private static String count(String text) {
    return text.lines().skip(1).findFirst().orElseThrow();
  }

  private static String lineAfter(String line, String text) {
    return text.lines().dropWhile(other -> !other.equals(line)).skip(1).findFirst().orElseThrow();
  }

  private boolean told() {
    return pages.find(Checkbox.class, "notify.run-missed").getValue();
  }

  private void awaits(String wanted) {
    awaits(text -> text.contains(wanted));
  }

  private String renamed(String project, String before) {
    String name = Site.name("renamed");
    admin.patch("/projects/" + project, Map.of("name", name)).mustBe(200);
    assertThat(name).isNotEqualTo(before);
    return name;
  }

  private String listedWith(String id) {
    return pages.listed().lines().filter(line -> line.contains(id)).findFirst().orElseThrow();
  }

  private String idOf(String project) {
    return admin
        .get("/projects")
        .items()
        .valueStream()
        .filter(it -> it.path("name").asString().equals(project))
        .findFirst()
        .orElseThrow()
        .path("id")
        .asString();
  }
}
