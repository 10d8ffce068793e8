package io.holdfast.console.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.FakeWorker;
import io.holdfast.console.testing.OthersThings;
import io.holdfast.console.testing.Pages;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import io.holdfast.schema.repository.Repositories;
import io.holdfast.schema.repository.Repository;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every page as each role gets it: what it shows, what it offers, and what it keeps to itself. */
@ExtendWith(Shared.class)
class ViewsIT {

  private static final String REFUSED = "This page cannot be shown";

  /** The word in an address for the things behind it, where the API has another. */
  private static final Map<String, String> KINDS = Map.of("people", "users");

  /** Pages that are not for everybody, and the roles that get them. */
  private static final Map<String, Set<String>> PAGES_OF_SOME =
      Map.of(
          "people", Set.of("administrator"),
          "policies/new", Set.of("administrator", "member"),
          "workers", Set.of("administrator", "viewer"),
          "repositories", Set.of("administrator", "viewer"),
          "settings", Set.of("administrator", "viewer"));

  /** What a page offers, and to whom. */
  private record Offer(String page, String testId, Set<String> roles) {}

  private static final List<Offer> OFFERS =
      List.of(
          new Offer("volumes", "create-volume", Set.of("administrator", "member")),
          new Offer("policies", "create-policy", Set.of("administrator", "member")),
          new Offer("repositories", "add-repository", Set.of("administrator")),
          new Offer("projects", "create-project", Set.of("administrator")),
          new Offer("people", "add-person", Set.of("administrator")),
          new Offer("settings", "change-task.maximum-attempts", Set.of("administrator")),
          new Offer("activity", "export", Set.of("administrator", "viewer", "member")),
          new Offer("account", "create-token", Set.of("administrator", "viewer", "member")));

  private final Site site;

  ViewsIT(Site site) {
    this.site = site;
  }

  @Test
  void administrators_get_every_page() {
    everyPage("administrator", site.administrator());
  }

  @Test
  void viewers_get_the_pages_that_change_nothing() {
    everyPage("viewer", site.user("viewer", ""));
  }

  @Test
  void members_get_the_pages_of_their_project() {
    everyPage("member", site.user("member", site.project()));
  }

  @Test
  void where_one_goes_by_a_few_letters_it_is_said_when_nothing_is_found() {
    try (Pages pages = Pages.of(site, site.administrator())) {
      pages.go("");
      pages.click("open-palette");
      assertThat(pages.offered("palette-text", "volum")).contains("Volumes");
      assertThat(pages.awaitText("palette-none")).isEmpty();
      assertThat(pages.offered("palette-text", "nonsense")).isEmpty();
      assertThat(pages.awaitText("palette-none")).contains("Nothing is found for “nonsense”.");
    }
  }

  @Test
  void the_first_page_names_what_needs_somebody() {
    site.volume(site.administrator());
    try (Pages pages = Pages.of(site, site.administrator())) {
      assertThat(pages.go("")).contains("Never backed up");
      assertThat(pages.shows("back-up")).isTrue();
    }
  }

  @Test
  void the_first_page_names_a_repository_that_cannot_be_worked_in_while_that_lasts() {
    Repositories repositories =
        new Repositories(site.console().context().getBean(DSLContext.class));
    Repository main = repositories.byDefault().orElseThrow();
    repositories.ready(main.id(), 1 << 20);
    repositories.unavailable(main.id(), "Nothing is mounted at /backups.");
    try (Pages pages = Pages.of(site, site.administrator())) {
      assertThat(pages.go(""))
          .contains("Repository " + main.name() + " is unavailable", "Nothing is mounted");
      repositories.ready(main.id(), 1 << 20);
      Awaitility.await()
          .pollInSameThread()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(pages.says()).doesNotContain("is unavailable"));
    }
  }

  private void everyPage(String role, Client who) {
    try (Pages pages = Pages.of(site, who)) {
      for (String template : pages.addresses()) {
        String address = template.replaceAll("/?:id\\?", "");
        if (address.contains(":") || address.equals("login")) {
          continue;
        }
        String text = pages.go(address);
        if (PAGES_OF_SOME.getOrDefault(address, Set.of(role)).contains(role)) {
          assertThat(text).as(address).isNotBlank().doesNotContain(REFUSED);
        } else {
          assertThat(text).as(address).contains(REFUSED);
        }
      }
      for (Offer offer : OFFERS) {
        pages.go(offer.page());
        assertThat(pages.shows(offer.testId()))
            .as("%s for a %s", offer.testId(), role)
            .isEqualTo(offer.roles().contains(role));
      }
    }
  }

  @Test
  void lists_hold_only_what_is_for_the_one_who_looks() {
    try (FakeWorker worker = new FakeWorker(site.console(), Site.name("worker"), 8)) {
      OthersThings others = OthersThings.make(site, worker);
      Client member = site.user("member", site.project());
      String own = site.volume(member).path("id").asString();
      try (Pages pages = Pages.of(site, member)) {
        pages.go("volumes");
        assertThat(pages.listed()).contains(own);
        for (String page :
            List.of("volumes", "backups", "policies", "tasks", "activity", "projects")) {
          pages.go(page);
          assertThat(pages.listed()).as(page).doesNotContain(others.ids());
        }
      }
      try (Pages pages = Pages.of(site, site.user("viewer", ""))) {
        pages.go("volumes");
        assertThat(pages.listed()).contains(own, others.id("volumes"));
      }
    }
  }

  @Test
  void a_member_who_knows_an_id_of_others_is_told_what_anybody_is_who_made_one_up() {
    String unknown = UUID.randomUUID().toString();
    List<String> differences = new ArrayList<>();
    Set<String> tried = new HashSet<>();
    try (FakeWorker worker = new FakeWorker(site.console(), Site.name("worker"), 8)) {
      OthersThings others = OthersThings.make(site, worker);
      try (Pages pages = Pages.of(site, site.user("member", site.project()))) {
        for (String template : pages.addresses()) {
          if (!template.contains(":id")) {
            continue;
          }
          String word = template.substring(0, template.indexOf('/'));
          String id = others.id(KINDS.getOrDefault(word, word));
          // An id may be a number that stands elsewhere too, in the made-up one for instance.
          UnaryOperator<String> withoutIds = it -> it.replace(unknown, "…").replace(id, "…");
          String theirs = withoutIds.apply(pages.go(template.replaceFirst(":id\\??", id)));
          String nothing = withoutIds.apply(pages.go(template.replaceFirst(":id\\??", unknown)));
          if (!theirs.equals(nothing)) {
            differences.add("%s:%n%s%n---%n%s".formatted(template, theirs, nothing));
          }
          tried.add(template);
        }
      }
      others.mustBeUntouched();
    }
    assertThat(tried).hasSizeGreaterThan(8);
    assertThat(differences).isEmpty();
  }
}
