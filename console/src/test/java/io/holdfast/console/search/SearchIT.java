package io.holdfast.console.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(Shared.class)
class SearchIT {

  private final Site site;
  private final SearchService search;

  SearchIT(Site site) {
    this.site = site;
    this.search = site.console().bean(SearchService.class);
  }

  @Test
  void things_are_found_by_a_part_of_the_name_and_by_the_id() {
    JsonNode volume = site.volume(site.administrator());
    String id = volume.path("id").asString();
    Caller caller = site.caller(site.administrator());
    assertThat(search.find(caller, id)).extracting(Found::id).contains(id);
    assertThat(
            search.find(caller, volume.path("name").asString().toUpperCase(java.util.Locale.ROOT)))
        .extracting(Found::id)
        .contains(id);
    assertThat(search.find(caller, "  ")).isEmpty();
  }

  @Test
  void a_member_finds_neither_what_is_anothers_nor_the_installation() {
    JsonNode foreign = site.volume(site.administrator());
    String repository = Site.name("repository");
    site.administrator()
        .post("/repositories", Map.of("name", repository, "location", "/srv/" + repository))
        .mustBe(201);
    String task =
        site.administrator()
            .post("/backups", Map.of("volumeId", foreign.path("id").asString()))
            .mustBe(202)
            .body()
            .path("task")
            .path("id")
            .asString();
    String project = site.project();
    String person = site.user("viewer", "").get("/whoami").body().path("name").asString();
    Client member = site.user("member", site.project());
    Caller caller = site.caller(member);
    for (String text :
        new String[] {
          foreign.path("id").asString(),
          foreign.path("name").asString(),
          repository,
          task,
          project,
          person
        }) {
      assertThat(text).isNotEmpty();
      assertThat(search.find(site.caller(site.administrator()), text)).as(text).isNotEmpty();
      assertThat(search.find(caller, text)).as(text).isEmpty();
    }
    site.administrator().post("/tasks/" + task + "/cancel", Map.of()).mustBe(200);
  }
}
