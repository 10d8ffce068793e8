package io.holdfast.console.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.textfield.TextField;
import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.FakeWorker;
import io.holdfast.console.testing.Pages;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What people do on the pages of a day's work, and what the pages show of it. */
@ExtendWith(Shared.class)
class WorkPagesIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final Site site;
  private final Client admin;
  private final FakeWorker worker;
  private Pages pages;

  WorkPagesIT(Site site) {
    this.site = site;
    this.admin = site.administrator();
    this.worker = new FakeWorker(site.console(), Site.name("worker"), 8);
    this.pages = Pages.of(site, admin);
  }

  @BeforeEach
  void open() {
    pages.go("");
  }

  @AfterEach
  void close() {
    pages.close();
    worker.close();
  }

  @Test
  void the_overview_counts_what_is_protected_as_it_changes() {
    JsonNode volume = site.volume(admin);
    int before = figure("overview.protected");
    site.backup(admin, worker, volume);
    pages.until(() -> figure("overview.protected") > before);
    pages.go("");
    assertThat(pages.awaitText("headline")).contains("at most 7 days");
  }

  @Test
  void a_restore_over_a_volume_asks_for_its_name_and_ends_with_the_way_to_it() {
    JsonNode volume = site.volume(admin);
    String name = volume.path("name").asString();
    pages.go(site.backup(admin, worker, volume).substring(1));
    pages.click("action-restore");
    pages.click("confirm");
    RadioButtonGroup<Object> target = target();
    target.setValue(target.getListDataView().getItem(1));
    pages.click("confirm");
    assertThat(pages.awaitText("dialog")).contains(name);
    assertThat(pages.find(Button.class, "confirm").isEnabled()).isFalse();
    pages.find(TextField.class, "type-name").setValue("another");
    assertThat(pages.find(Button.class, "confirm").isEnabled()).isFalse();
    pages.find(TextField.class, "type-name").setValue(name);
    pages.click("confirm");

    pages.awaitText("restore-progress");
    UUID task = running(volume.path("id").asString());
    await().atMost(SOON).until(() -> worker.runs(task));
    worker.finish(task);
    pages.until(() -> pages.shows("restored-volume"));

    pages.go("volumes/" + volume.path("id").asString());
    assertThat(pages.shows("dialog")).as("nothing stands before the result").isFalse();
  }

  @Test
  void one_may_go_back_in_a_restore_and_change_ones_mind() {
    JsonNode volume = site.volume(admin);
    pages.go(site.backup(admin, worker, volume).substring(1));
    pages.click("action-restore");
    pages.click("confirm");
    pages.find(TextField.class, "new-name").setValue("");
    assertThat(pages.find(Button.class, "confirm").isEnabled()).as("it needs a name").isFalse();
    pages.find(TextField.class, "new-name").setValue(Site.name("again"));
    pages.click("confirm");
    assertThat(pages.awaitText("dialog")).contains("Nothing is overwritten");
    pages.click("back");
    assertThat(pages.shows("new-name")).isTrue();
    pages.click("cancel");
    assertThat(pages.shows("dialog")).isFalse();
    assertThat(admin.get("/tasks?kind=restore&volumeId=" + volume.path("id").asString()).items())
        .isEmpty();
  }

  @Test
  void a_worker_is_drained_and_used_again() {
    String page = pages.go("workers/" + worker.host());
    assertThat(page).contains(worker.host());
    pages.click("action-drain");
    pages.until(() -> pages.shows("action-undrain"));
    assertThat(state()).isEqualTo("draining");
    pages.click("action-undrain");
    pages.until(() -> pages.shows("action-drain"));
    assertThat(state()).isEqualTo("up");
  }

  @Test
  void a_repository_that_cannot_be_reached_is_refused_in_the_dialog_and_nothing_is_lost() {
    pages.go("repositories");
    pages.click("add-repository");
    String name = Site.name("unreachable");
    pages.find(TextField.class, "name").setValue(name);
    pages.find(TextField.class, "location").setValue("relative/place");
    pages.click("confirm");
    pages.until(() -> pages.shows("refusal"));
    assertThat(pages.find(TextField.class, "name").getValue()).isEqualTo(name);
    assertThat(pages.find(Button.class, "confirm").isEnabled()).isTrue();
    pages.click("cancel");
    assertThat(pages.listed()).doesNotContain(name);
  }

  @SuppressWarnings("unchecked")
  private RadioButtonGroup<Object> target() {
    return pages.find(RadioButtonGroup.class, "target");
  }

  private int figure(String key) {
    return Integer.parseInt(pages.awaitText(key).replaceAll("\\D", ""));
  }

  private UUID running(String volume) {
    return await()
        .atMost(SOON)
        .until(
            () ->
                admin
                    .get("/tasks?kind=restore&volumeId=" + volume)
                    .items()
                    .valueStream()
                    .map(it -> UUID.fromString(it.path("id").asString()))
                    .findFirst(),
            java.util.Optional::isPresent)
        .orElseThrow();
  }

  private String state() {
    return admin
        .get("/workers")
        .items()
        .valueStream()
        .filter(it -> it.path("host").asString().equals(worker.host()))
        .map(it -> it.path("state").asString())
        .findFirst()
        .orElse("");
  }
}
