package io.holdfast.console.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.FakeWorker;
import io.holdfast.console.testing.Pages;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import java.time.Duration;
import java.util.Map;
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
      await()
          .pollInSameThread()
          .atMost(Duration.ofSeconds(30))
          .until(() -> {
            pages.says();
            return !pages.shows("confirm");
          });
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
}
