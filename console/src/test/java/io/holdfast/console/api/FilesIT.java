package io.holdfast.console.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.Client.Answer;
import io.holdfast.console.testing.FakeFiles;
import io.holdfast.console.testing.FakeWorker;
import io.holdfast.console.testing.Pages;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Single files of backups, from the request over the grid to a worker. */
@ExtendWith(Shared.class)
class FilesIT {

  private static final String FILE = URLEncoder.encode("/größe\\x0a.txt", StandardCharsets.UTF_8);

  private final Site site;
  private final Client admin;
  private FakeWorker worker;

  FilesIT(Site site) {
    this.site = site;
    this.admin = site.administrator();
    this.worker = new FakeWorker(site.console(), Site.name("worker"), 8);
  }

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void a_folder_is_listed_in_parts_and_a_file_fetched() {
    String backup = site.backup(admin, worker, site.volume(admin));
    JsonNode first = admin.get(backup + "/files?limit=2").mustBe(200).body();
    assertThat(first.path("fileSystems")).hasSize(2);
    assertThat(first.path("partition").asInt()).isEqualTo(2);
    assertThat(first.path("total").asInt()).isEqualTo(3);
    assertThat(first.path("items").path(0).path("kind").asString()).isEqualTo("directory");
    String rest = "/files?limit=2&marker=" + first.path("next").asString();
    JsonNode last = admin.get(backup + rest).mustBe(200).body();
    assertThat(last.path("items").path(0).path("name").asString()).isEqualTo("größe\\x0a.txt");
    assertThat(last.has("next")).isFalse();

    Answer file = admin.text(backup + "/files/content?path=" + FILE);
    assertThat(file.response().body()).isEqualTo(FakeFiles.TEXT);
    assertThat(file.response().headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment")
        .contains("gr%C3%B6%C3%9Fe_x0a.txt");
    await().atMost(Duration.ofSeconds(30)).until(() -> worker.files().reads().isEmpty());
    JsonNode fetched = audited(backup);
    assertThat(fetched.path("actor").asString()).isEqualTo("admin");
    assertThat(fetched.path("detail").path("path").asString()).isEqualTo("/größe\\x0a.txt");
    assertThat(admin.get(backup + "/mounts").items()).hasSize(1);
  }

  @Test
  void what_breaks_off_is_not_taken_for_all() {
    String backup = site.backup(admin, worker, site.volume(admin));
    assertThatThrownBy(() -> admin.text(backup + "/files/content?path=/broken"))
        .isInstanceOf(UncheckedIOException.class);
    await().atMost(Duration.ofSeconds(30)).until(() -> worker.files().reads().isEmpty());
  }

  @Test
  void what_cannot_be_had_is_refused_in_words() {
    String backup = site.backup(admin, worker, site.volume(admin));
    admin.get(backup + "/files?path=/none").mustBeProblem(404, "file-not-found");
    admin.get(backup + "/files/content?path=/letters").mustBeProblem(404, "file-not-found");
    worker.files().haveSeveralFileSystems();
    assertThat(admin.get(backup + "/files").mustBe(200).body().has("partition")).isFalse();
    admin.get(backup + "/files/content?path=/broken").mustBeProblem(400, "partition-missing");
    worker.files().haveNoFileSystem();
    assertThat(admin.get(backup + "/files").mustBeProblem(409, "no-file-system").detail())
        .contains("encrypted (LUKS)");
  }

  @Test
  void it_is_for_those_who_may_restore_the_backup() {
    String backup = site.backup(admin, worker, site.volume(admin));
    for (String path : new String[] {"/files", "/files/content?path=" + FILE}) {
      site.user("viewer", "").get(backup + path).mustBeProblem(403, "forbidden");
      site.user("member", site.project()).get(backup + path).mustBeProblem(404, "backup-not-found");
    }
    assertThat(admin.get(backup + "/mounts").items()).isEmpty();
  }

  @Test
  void another_worker_goes_on_when_one_is_gone() {
    String backup = site.backup(admin, worker, site.volume(admin));
    admin.get(backup + "/files").mustBe(200);
    worker.close();
    admin.get(backup + "/files").mustBeProblem(503, "no-worker-for-mount");
    worker = new FakeWorker(site.console(), Site.name("worker"), 8);
    admin.get(backup + "/files").mustBe(200);
  }

  @Test
  void a_page_shows_them() {
    String backup = site.backup(admin, worker, site.volume(admin)).substring(1);
    try (Pages pages = Pages.of(site, admin)) {
      pages.go(backup + "/files");
      await()
          .pollInSameThread()
          .atMost(Duration.ofSeconds(30))
          .until(pages::says, it -> it.contains("letters/") && it.contains("3 of 3"));
      worker.files().haveSeveralFileSystems();
      pages.go(backup + "/files");
      await()
          .pollInSameThread()
          .atMost(Duration.ofSeconds(30))
          .until(pages::says, it -> it.contains("Partition 3") && it.contains("LUKS"));
      assertThat(pages.go(backup)).contains("Browse files");
    }
  }

  private JsonNode audited(String backup) {
    return admin
        .get("/audit?limit=1000")
        .items()
        .valueStream()
        .filter(entry -> backup.endsWith(entry.path("subjectId").asString("-")))
        .filter(entry -> entry.path("action").asString().equals("backup.fetch"))
        .findFirst()
        .orElseThrow();
  }
}
