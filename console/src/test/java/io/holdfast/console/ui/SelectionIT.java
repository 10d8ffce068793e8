package io.holdfast.console.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.FakeWorker;
import io.holdfast.console.testing.Pages;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What is done with several entries of a list, and what lists are filtered by. */
@ExtendWith(Shared.class)
class SelectionIT {

  private final Site site;
  private final Client admin;
  private final FakeWorker worker;

  SelectionIT(Site site) {
    this.site = site;
    this.admin = site.administrator();
    this.worker = new FakeWorker(site.console(), Site.name("worker"), 8);
  }

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void the_selected_are_deleted_after_a_summary_that_names_what_is_left_out() {
    JsonNode volume = site.volume(admin);
    String name = volume.path("name").asString();
    String volumeId = volume.path("id").asString();
    String going = site.backup(admin, worker, volume);
    String held = site.backup(admin, worker, volume);
    admin.post(held + "/hold", Map.of()).mustBe(200);
    try (Pages pages = Pages.of(site, admin)) {
      pages.go("backups?volume=" + volumeId);
      assertThat(pages.shows("selection-bar")).isFalse();
      pages.select(entry -> entry.contains(volumeId));
      assertThat(pages.awaitText("selection-count")).contains("2 selected");

      // What changes meanwhile leaves the selection as it is.
      pages.go("backups/" + id(going) + "?volume=" + volumeId);
      assertThat(pages.awaitText("selection-count")).contains("2 selected");

      pages.click("selected-delete");
      assertThat(pages.awaitText("summary")).contains("1 MiB");
      assertThat(pages.awaitText("left-out")).contains("Left out: 1", "is held");
      assertThat(pages.shows("bereft")).isFalse();
      pages.click("cancel");

      pages.click("clear-selection");
      assertThat(pages.shows("selection-bar")).isFalse();
      admin.post(held + "/release", Map.of()).mustBe(200);
      pages.select(entry -> entry.contains(volumeId));
      pages.click("selected-delete");
      assertThat(pages.awaitText("bereft")).contains(name);
      pages.click("confirm");
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> status(going).equals("deleting") && status(held).equals("deleting"));
    }
    finishDeleting(going);
    finishDeleting(held);
  }

  @Test
  void another_filter_leaves_nothing_selected_that_is_not_seen() {
    JsonNode volume = site.volume(admin);
    try (Pages pages = Pages.of(site, admin)) {
      pages.go("volumes?q=" + volume.path("name").asString());
      pages.select(entry -> true);
      assertThat(pages.awaitText("selection-count")).contains("1 selected");
      pages.go("volumes");
      assertThat(pages.shows("selection-bar")).isFalse();
    }
  }

  @Test
  void who_may_change_nothing_selects_nothing() {
    JsonNode volume = site.volume(admin);
    try (Pages pages = Pages.of(site, site.user("viewer", ""))) {
      pages.go("volumes?q=" + volume.path("name").asString());
      assertThat(pages.listed()).contains(volume.path("id").asString());
      assertThat(pages.shows("selection-count")).isFalse();
    }
  }

  @Test
  void the_backups_of_a_deleted_volume_are_listed_alone() {
    JsonNode volume = site.volume(admin);
    String volumeId = volume.path("id").asString();
    String backup = site.backup(admin, worker, volume);
    String other = site.backup(admin, worker, site.volume(admin));
    admin.delete("/volumes/" + volumeId).mustBe(202);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> admin.get("/volumes/" + volumeId).status() == 404);
    try (Pages pages = Pages.of(site, admin)) {
      pages.go("backups?group=volume&volume=" + volumeId);
      assertThat(pages.listed()).contains(id(backup)).doesNotContain(id(other));
      assertThat(pages.chosen("filter-volume"))
          .isEqualTo(volume.path("name").asString() + " (deleted)");
      pages.go("backups?volume=" + UUID.randomUUID());
      assertThat(pages.listed()).isEmpty();
      pages.go("backups?volume=nonsense&worker=nobody");
      assertThat(pages.listed()).isEmpty();
      pages.go("backups?worker=" + worker.host() + "&from=2000-01-01");
      assertThat(pages.listed()).contains(id(backup), id(other));
      pages.go("backups?worker=" + worker.host() + "&until=2000-01-01");
      assertThat(pages.listed()).isEmpty();
    }
    try (Pages pages = Pages.of(site, site.user("member", site.project()))) {
      pages.go("backups?volume=" + volumeId);
      assertThat(pages.listed()).isEmpty();
      assertThat(pages.chosen("filter-volume")).isEqualTo(volumeId);
    }
  }

  @Test
  void filters_that_are_seldom_needed_show_when_asked_for_or_when_they_are_set() {
    try (Pages pages = Pages.of(site, admin)) {
      pages.go("backups");
      assertThat(pages.shows("filter-volume")).isTrue();
      assertThat(pages.shows("filter-worker")).isFalse();
      assertThat(pages.shows("clear-filters")).isFalse();
      pages.click("more-filters");
      assertThat(pages.shows("filter-worker")).isTrue();
      pages.click("more-filters");
      assertThat(pages.shows("filter-worker")).isFalse();
      pages.go("backups?worker=nobody");
      assertThat(pages.chosen("filter-worker")).isEqualTo("nobody");
      pages.click("more-filters");
      assertThat(pages.shows("filter-worker")).as("what narrows the list is never hidden").isTrue();
      pages.click("clear-filters");
      assertThat(pages.chosen("filter-worker")).isEmpty();
      assertThat(pages.shows("clear-filters")).isFalse();
    }
  }

  @Test
  void volumes_are_listed_with_what_covers_them_and_by_it() {
    JsonNode covered = site.volume(admin);
    String other = site.volume(admin).path("id").asString();
    String coveredId = covered.path("id").asString();
    String name = Site.name("policy");
    String policy =
        admin
            .post(
                "/policies",
                Map.of(
                    "name",
                    name,
                    "project",
                    "*",
                    "cron",
                    "0 2 1 1 *",
                    "timeZone",
                    "UTC",
                    "covers",
                    Map.of("kind", "listed", "volumes", new String[] {coveredId}),
                    "keep",
                    Map.of("last", 1)))
            .mustBe(201)
            .id();
    try (Pages pages = Pages.of(site, admin)) {
      pages.go("volumes?policy=" + policy);
      assertThat(pages.listed()).contains(coveredId, name).doesNotContain(other);
      pages.go("volumes?backend=nowhere");
      assertThat(pages.listed()).isEmpty();
      pages.go("tasks?volume=" + coveredId + "&ended=day&state=failed");
      assertThat(pages.listed()).isEmpty();
    }
    try (Pages pages = Pages.of(site, site.user("member", "default"))) {
      pages.go("volumes?policy=" + policy);
      assertThat(pages.listed()).isEmpty();
    }
    admin.delete("/policies/" + policy);
  }

  private void finishDeleting(String backup) {
    UUID task =
        UUID.fromString(
            admin
                .get("/tasks?kind=delete&backupId=" + id(backup))
                .items()
                .path(0)
                .path("id")
                .asString());
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> worker.runs(task));
    worker.finish(task);
  }

  private String status(String backup) {
    return admin.get(backup).body().path("status").asString("");
  }

  private static String id(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
