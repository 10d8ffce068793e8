package io.holdfast.ui;

import java.io.IOException;
import java.util.List;

/**
 * Every screen and dialog of the console, one after the other, as an administrator comes to them.
 * What is not there (nothing is listed, nothing can be restored) is left out.
 */
final class Screens {

  /** What is done at each. */
  @FunctionalInterface
  interface Visitor {

    /**
     * The browser shows a screen.
     *
     * @param name of the screen, fit for a file's name
     */
    void at(String name) throws IOException;
  }

  private static final List<String> VOLUMES = List.of("archive", "documents");

  private static final List<String> PAGES =
      List.of(
          "",
          "volumes",
          "backups",
          "policies",
          "policies/new",
          "tasks",
          "workers",
          "repositories",
          "activity",
          "projects",
          "people",
          "account",
          "settings",
          "nowhere",
          "volumes/unknown");

  /** Lists, and the actions beside an entry that ask something first. */
  private record Listed(String page, String... asking) {}

  private static final List<Listed> LISTS =
      List.of(
          new Listed("volumes", "edit", "extend", "snapshot", "delete"),
          new Listed("backups", "mount", "edit", "delete"),
          new Listed("policies", "run", "delete"),
          new Listed("tasks", "prioritize", "repeat"),
          new Listed("workers"),
          new Listed("repositories", "verify", "reclaim", "reindex", "limit", "passphrase"),
          new Listed("activity"),
          new Listed("projects", "limit", "edit", "delete"),
          new Listed("people", "edit", "password", "delete"));

  private final Browser browser;
  private final Visitor visitor;

  Screens(Browser browser, Visitor visitor) {
    this.browser = browser;
    this.visitor = visitor;
  }

  /** Makes what the screens show. */
  static void fill(Installation holdfast) throws Exception {
    holdfast.run(
        "policy", "create", "nightly", "--all-volumes", "--daily", "02:00", "--keep", "daily=7");
    for (String volume : VOLUMES) {
      holdfast.run("backup", "create", volume, "--wait", "--name", "first");
      holdfast.run("backup", "create", volume, "--incremental", "--wait", "--name", "second");
    }
  }

  /** Goes through all of them; somebody is signed in. */
  void visit() throws IOException {
    for (String page : PAGES) {
      browser.go(page).visible("h1");
      browser.awaitDrawn();
      visitor.at(page.isEmpty() ? "overview" : page.replace('/', '-'));
    }
    for (Listed list : LISTS) {
      details(list);
    }
    calendar();
    selected("backups", "delete");
    selected("backups", "verify");
    selected("volumes", "back-up");
    dialog("volumes", "back-up");
    dialog("volumes", "create-volume");
    restore();
    dialog("workers", "add-worker");
    dialog("repositories", "add-repository");
    dialog("projects", "create-project");
    dialog("people", "add-person");
    dialog("account", "create-token");
    dialog("account", "change-password");
    dialog("settings", "change-reclaim.every");
    dialog("overview", "open-palette");
  }

  private void calendar() throws IOException {
    browser.go("backups").visible("vaadin-grid");
    browser.click("more-filters");
    browser.of("filter-from").click();
    browser.visible("vaadin-date-picker-overlay-content[aria-label]");
    visitor.at("backups-calendar");
  }

  /** What is asked before something is done with the first of a list, selected by its box. */
  private void selected(String page, String action) throws IOException {
    browser.go(page).visible("vaadin-grid");
    browser.awaitDrawn();
    if (browser.all("vaadin-grid-cell-content .cell-main").isEmpty()) {
      return;
    }
    browser.clickFirst("vaadin-grid-cell-content vaadin-checkbox");
    browser.of("selection-bar");
    browser.awaitDrawn();
    visitor.at(page + "-selected");
    browser.click("selected-" + action);
    browser.visible("vaadin-dialog");
    visitor.at(page + "-selected-" + action);
    browser.click("cancel");
    browser.awaitGone("vaadin-dialog");
  }

  private void details(Listed list) throws IOException {
    browser.go(list.page()).visible("vaadin-grid");
    browser.awaitDrawn();
    if (browser.all("vaadin-grid-cell-content .cell-main").isEmpty()) {
      return;
    }
    browser.clickFirst("vaadin-grid-cell-content .cell-main");
    browser.of("details");
    browser.awaitDrawn();
    visitor.at(list.page() + "-details");
    for (String action : list.asking()) {
      if (isThere("action-" + action)) {
        browser.click("action-" + action);
        browser.visible("vaadin-dialog");
        visitor.at(list.page() + "-" + action);
        browser.click("cancel");
        browser.awaitGone("vaadin-dialog");
      }
    }
  }

  private boolean dialog(String page, String button) throws IOException {
    browser.go(page).visible("vaadin-grid, .narrow-page, .overview");
    browser.awaitDrawn();
    if (!isThere(button)) {
      return false;
    }
    browser.click(button);
    browser.visible("vaadin-dialog");
    visitor.at(button);
    return true;
  }

  private boolean isThere(String testId) {
    return browser.all("[data-testid=\"" + testId + "\"]").stream()
        .anyMatch(it -> it.isDisplayed() && it.getDomAttribute("disabled") == null);
  }

  /** The steps up to the one that would begin. */
  private void restore() throws IOException {
    if (!dialog("backups", "restore")) {
      return;
    }
    browser.click("confirm");
    browser.of("target");
    visitor.at("restore-target");
    browser.click("confirm");
    browser.of("forecast");
    visitor.at("restore-consequences");
    browser.click("cancel");
  }
}
