package io.holdfast.console.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.textfield.BigDecimalField;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import io.holdfast.console.identity.SettingsService;
import io.holdfast.console.identity.UserView;
import io.holdfast.console.identity.UsersService;
import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.FakeWorker;
import io.holdfast.console.testing.Pages;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import io.holdfast.schema.identity.Role;
import io.holdfast.schema.identity.Settings;
import java.math.BigDecimal;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What others change while somebody edits the same thing stays. */
@ExtendWith(Shared.class)
class EditIT {

  private final Site site;
  private final Client admin;

  EditIT(Site site) {
    this.site = site;
    this.admin = site.administrator();
  }

  @Test
  void of_a_volume_what_was_left_alone_stays_as_others_have_made_it() {
    keepsWhatOthersMade("/volumes/" + site.volume(admin).path("id").asString());
  }

  @Test
  void of_a_backup_what_was_left_alone_stays_as_others_have_made_it() {
    try (FakeWorker worker = new FakeWorker(site.console(), Site.name("worker"), 8)) {
      keepsWhatOthersMade(site.backup(admin, worker, site.volume(admin)));
    }
  }

  private void keepsWhatOthersMade(String path) {
    try (Pages pages = Pages.of(site, admin)) {
      pages.go(path.substring(1));
      pages.click("action-edit");
      admin
          .patch(path, Map.of("description", "theirs", "metadata", Map.of("tier", "gold")))
          .mustBe(200);
      pages.find(TextField.class, "name").setValue("mine");
      pages.click("confirm");
      pages.until(() -> !pages.shows("confirm"));
    }
    JsonNode now = admin.get(path).body();
    assertThat(now.path("name").asString()).isEqualTo("mine");
    assertThat(now.path("description").asString()).isEqualTo("theirs");
    assertThat(now.path("metadata").path("tier").asString()).isEqualTo("gold");
  }

  @Test
  void who_changes_what_another_has_changed_meanwhile_is_told() {
    String path = "/volumes/" + site.volume(admin).path("id").asString();
    try (Pages pages = Pages.of(site, admin)) {
      pages.go(path.substring(1));
      pages.click("action-edit");
      admin.patch(path, Map.of("metadata", Map.of("tier", "gold"))).mustBe(200);
      pages.find(TextArea.class, "metadata").setValue("tier = silver");
      pages.click("confirm");
      assertThat(pages.awaitText("refusal")).contains("Somebody else has changed the same");
    }
    assertThat(admin.get(path).body().path("metadata").path("tier").asString()).isEqualTo("gold");
  }

  @Test
  void of_a_person_nothing_is_saved_over_what_others_allowed_them() {
    String path = "/users/" + site.user("viewer", "").get("/whoami").id();
    try (Pages pages = Pages.of(site, admin)) {
      pages.go("people/" + id(path));
      pages.click("action-edit");
      admin.patch(path, Map.of("enabled", false)).mustBe(200);
      pages.choose("role", "Operator");
      pages.click("confirm");
      assertThat(pages.awaitText("refusal")).contains("Somebody else has changed the same");
    }
    UserView now =
        site.console().bean(UsersService.class).get(site.caller(admin), UUID.fromString(id(path)));
    assertThat(now.role()).isEqualTo(Role.VIEWER);
    assertThat(now.enabled()).isFalse();
  }

  @Test
  void nor_over_the_limits_of_a_project_and_where_people_are_told() {
    String project = admin.post("/projects", Map.of("name", Site.name("project"))).id();
    try (Pages pages = Pages.of(site, admin)) {
      pages.go("projects/" + project);
      pages.click("action-limit");
      admin.put("/quotas/" + project, Map.of("backupBytesLimit", 1 << 30)).mustBe(200);
      pages.find(BigDecimalField.class, "limit-backups").setValue(BigDecimal.valueOf(3));
      pages.click("confirm");
      assertThat(pages.awaitText("refusal")).contains("Somebody else has changed the same");
      pages.click("cancel");

      pages.go("settings");
      pages.click("change-web-hook");
      String theirs = "https://theirs.example/" + Site.name("hook");
      admin
          .put("/notifications/channels/web-hook", Map.of("options", Map.of("url", theirs)))
          .mustBe(200);
      pages.find(TextField.class, "url").setValue("https://mine.example/");
      pages.click("confirm");
      assertThat(pages.awaitText("refusal")).contains("Somebody else has changed the same");
      assertThat(admin.get("/notifications/channels/web-hook").body().path("options").toString())
          .contains(theirs);
    }
    assertThat(admin.get("/quotas/" + project).body().path("backupsLimit").asLong(0)).isZero();
  }

  @Test
  void a_setting_that_another_has_changed_is_not_saved_over() {
    try (Pages pages = Pages.of(site, admin)) {
      pages.go("settings");
      pages.click("change-" + Settings.RETENTION_NOTIFICATIONS);
      setting(Settings.RETENTION_NOTIFICATIONS, "P31D");
      pages.find(IntegerField.class, "value").setValue(60);
      pages.click("confirm");
      assertThat(pages.awaitText("refusal")).contains("Somebody else has changed the same");
    }
    assertThat(settingNow(Settings.RETENTION_NOTIFICATIONS)).isEqualTo("P31D");
  }

  @Test
  void what_is_saved_untouched_stays_as_it_was_to_the_byte() {
    String project = admin.post("/projects", Map.of("name", Site.name("project"))).id();
    Map<String, Object> limits = Map.of("backupsLimit", 5_000_000_000L, "backupBytesLimit", 1000);
    admin.put("/quotas/" + project, limits).mustBe(200);
    setting(Settings.RETENTION_POLICY_RUNS, "PT36H1S");
    try (Pages pages = Pages.of(site, admin)) {
      pages.go("projects/" + project);
      pages.click("action-limit");
      pages.click("confirm");
      pages.until(() -> !pages.shows("confirm"));
      pages.go("settings");
      pages.click("change-" + Settings.RETENTION_POLICY_RUNS);
      pages.click("confirm");
      pages.until(() -> !pages.shows("confirm"));
    }
    JsonNode quota =
        admin
            .get("/quotas")
            .items()
            .valueStream()
            .filter(it -> it.path("projectId").asString().equals(project))
            .findFirst()
            .orElseThrow();
    assertThat(quota.path("backupsLimit").asLong()).isEqualTo(5_000_000_000L);
    assertThat(quota.path("backupBytesLimit").asLong()).isEqualTo(1000);
    assertThat(settingNow(Settings.RETENTION_POLICY_RUNS)).isEqualTo("PT36H1S");
  }

  @Test
  void a_number_that_cannot_be_used_is_refused_and_not_taken_for_an_empty_field() {
    String project = admin.post("/projects", Map.of("name", Site.name("project"))).id();
    admin.put("/quotas/" + project, Map.of("backupsLimit", 10)).mustBe(200);
    try (Pages pages = Pages.of(site, admin)) {
      pages.go("projects/" + project);
      pages.click("action-limit");
      BigDecimalField most = pages.find(BigDecimalField.class, "limit-backups");
      most.clear();
      // As for "1-", which a browser does not send.
      most.setInvalid(true);
      pages.click("confirm");
      assertThat(pages.awaitText("refusal")).contains("Most backups", "cannot be used");

      pages.go("policies/new");
      String policy = Site.name("policy");
      pages.find(TextField.class, "name").setValue(policy);
      pages.find(IntegerField.class, "keep-daily").setValue(20_000);
      pages.click("save");
      pages.until(() -> pages.says().contains("What is in the field 'Daily' cannot be used"));
      assertThat(admin.get("/policies").body().toString()).doesNotContain(policy);
    }
    assertThat(admin.get("/quotas/" + project).body().path("backupsLimit").asLong(10))
        .isEqualTo(10);
  }

  private void setting(String key, String value) {
    admin.put("/settings/" + key, Map.of("value", value)).mustBe(200);
  }

  private String settingNow(String key) {
    return site.console().bean(SettingsService.class).all(site.caller(admin)).getOrDefault(key, "");
  }

  private static String id(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
