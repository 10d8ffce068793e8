package io.holdfast.console.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.textfield.TextField;
import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.FakeWorker;
import io.holdfast.console.testing.Pages;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import io.holdfast.schema.backup.BackupStates;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** One dialog at a time, of the page that is there, and nothing taken away unsaid. */
@ExtendWith(Shared.class)
class DialogsIT {

  private final Site site;
  private final Client admin;

  DialogsIT(Site site) {
    this.site = site;
    this.admin = site.administrator();
  }

  @Test
  void a_second_click_opens_no_second_dialog_and_another_page_has_none() {
    try (Pages pages = Pages.of(site, admin)) {
      pages.go("volumes");
      Button create = pages.find(Button.class, "create-volume");
      create.click();
      create.click();
      pages.says();
      // There is a single one.
      assertThat(pages.find(Dialog.class, "dialog").isOpened()).isTrue();

      pages.go("backups");
      assertThat(pages.shows("dialog")).isFalse();

      pages.go("volumes");
      pages.click("create-volume");
      pages.click("cancel");
      pages.click("create-volume");
      assertThat(pages.find(Dialog.class, "dialog").isOpened()).isTrue();
    }
  }

  @Test
  void deleting_the_last_backup_of_a_volume_says_so() {
    try (FakeWorker worker = new FakeWorker(site.console(), Site.name("worker"), 8);
        Pages pages = Pages.of(site, admin)) {
      JsonNode volume = site.volume(admin);
      String first = site.backup(admin, worker, volume);
      pages.go(first.substring(1));
      pages.click("action-delete");
      assertThat(pages.awaitText("bereft")).contains(volume.path("name").asString());
      pages.click("cancel");

      site.backup(admin, worker, volume);
      pages.click("action-delete");
      assertThat(pages.shows("confirm")).isTrue();
      assertThat(pages.shows("bereft")).isFalse();
    }
  }

  @Test
  void a_restore_begins_with_the_newest_intact_backup_and_says_of_others_that_they_are_damaged() {
    try (FakeWorker worker = new FakeWorker(site.console(), Site.name("worker"), 8);
        Pages pages = Pages.of(site, admin)) {
      JsonNode volume = site.volume(admin);
      String older = site.backup(admin, worker, volume);
      String newer = site.backup(admin, worker, volume);
      damage(newer);
      pages.go("volumes/" + volume.path("id").asString());
      pages.click("action-restore-into");
      pages.click("confirm");
      pages.click("confirm");
      assertThat(pages.shows("damage")).isFalse();
      pages.click("cancel");

      damage(older);
      // The page that is open shows it: both moments are called so now.
      pages.until(() -> pages.awaitText("timeline").matches("(?s).*, damaged.*, damaged.*"));
      pages.click("action-restore-into");
      pages.click("confirm");
      pages.click("confirm");
      assertThat(pages.awaitText("damage")).contains("1 chunk is damaged.").contains("zeros");
    }
  }

  private void damage(String backup) {
    UUID id = UUID.fromString(backup.substring(backup.lastIndexOf('/') + 1));
    new BackupStates(site.console().database()).verified(id, false, true, "1 chunk is damaged.");
  }

  @Test
  void what_was_deleted_while_it_is_looked_at_is_no_error() {
    JsonNode volume = site.volume(admin);
    String address = "volumes/" + volume.path("id").asString();
    try (Pages pages = Pages.of(site, admin)) {
      pages.go(address);
      assertThat(pages.shows("gone")).isFalse();
      admin.delete("/" + address).mustBe(202);
      assertThat(pages.awaitText("gone")).contains("It was deleted");
      assertThat(pages.shows("refusal")).isFalse();
      assertThat(pages.find(Button.class, "action-back-up").isEnabled()).isFalse();
    }
  }

  @Test
  void a_policy_is_run_at_once_only_after_a_question() {
    String policy = policy(Site.name("at once"));
    try (Pages pages = Pages.of(site, admin)) {
      pages.go("policies/" + policy);
      pages.click("action-run");
      assertThat(pages.awaitText("dialog")).contains("It covers no volume now");
      assertThat(admin.get("/policies/" + policy + "/runs").items().isEmpty()).isTrue();
      pages.click("confirm");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> admin.get("/policies/" + policy + "/runs").items().size() == 1);
    }
  }

  /** One of a project without volumes. */
  private String policy(String name) {
    Map<String, Object> wanted =
        Map.of("name", name, "project", site.project(), "cron", "0 1 * * *", "timeZone", "UTC");
    return admin.post("/policies", wanted).mustBe(201).id();
  }

  @Test
  void a_new_token_is_shown_until_one_has_it() {
    try (Pages pages = Pages.of(site, admin)) {
      pages.go("account");
      pages.click("create-token");
      pages.find(TextField.class, "name").setValue(Site.name("script"));
      pages.click("confirm");
      assertThat(pages.awaitText("secret")).startsWith("hf_");
      pages.click("confirm");
      pages.until(() -> !pages.shows("secret"));
    }
  }
}
