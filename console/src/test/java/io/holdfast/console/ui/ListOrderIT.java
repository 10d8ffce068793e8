package io.holdfast.console.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.Pages;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The order of a list is in its address, as its filters are. */
@ExtendWith(Shared.class)
class ListOrderIT {

  private final Site site;
  private final Client admin;
  private Pages pages;
  private String project = "";
  private String first = "";
  private String last = "";

  ListOrderIT(Site site) {
    this.site = site;
    this.admin = site.administrator();
    this.pages = Pages.of(site, admin);
  }

  @BeforeEach
  void make_two_volumes_in_a_project() {
    String name = site.project();
    Client operator = site.user("operator", name);
    first = volume(operator, "a");
    last = volume(operator, "b");
    project =
        admin
            .get("/projects")
            .items()
            .valueStream()
            .filter(it -> it.path("name").asString().equals(name))
            .findFirst()
            .map(ListOrderIT::id)
            .orElseThrow();
  }

  @AfterEach
  void close() {
    pages.close();
  }

  @Test
  void a_filter_that_no_text_can_hold_matches_nothing() {
    site.volume(admin);
    try (Pages pages = Pages.of(site, admin)) {
      assertThat(pages.go("volumes?q=%00")).contains("No volumes");
      assertThat(pages.listed()).isEmpty();
    }
  }

  @Test
  void a_list_is_ordered_as_its_address_says() {
    pages.go("volumes?order=name&project=" + project);
    assertThat(pages.listed()).containsSubsequence(first, last);
    pages.go("volumes?order=-name&project=" + project);
    assertThat(pages.listed()).containsSubsequence(last, first);
    assertThat(pages.go("volumes?order=nonsense&project=" + project)).contains("2 volumes");
    assertThat(pages.listed()).contains(first, last);
  }

  @Test
  void the_order_that_one_chose_stays_when_an_entry_is_opened() {
    pages.go("volumes?project=" + project);
    pages.choose("order", "Volume, descending");
    assertThat(pages.listed()).containsSubsequence(last, first);
    pages.open(first);
    assertThat(pages.address()).startsWith("volumes/" + first).contains("order=-name");
    assertThat(pages.listed()).containsSubsequence(last, first);
  }

  @Test
  void the_address_follows_the_order_that_one_chooses_where_there_are_no_headers() {
    pages.go("volumes?project=" + project);
    assertThat(pages.chooseAndRun("order", "Volume, descending"))
        .contains("volumes?project=" + project + "&order=-name");
    pages.go("activity");
    assertThat(pages.shows("order")).isFalse();
  }

  /** A letter decides the order: by their numbers alone, 100 comes before 99. */
  private String volume(Client by, String letter) {
    Map<String, Object> wanted = Map.of("name", Site.name(letter), "sizeBytes", 1 << 20);
    String id = by.post("/volumes", wanted).mustBe(202).id();
    site.awaitStatus(by, "/volumes/" + id, "available");
    return id;
  }

  private static String id(JsonNode of) {
    return of.path("id").asString();
  }
}
