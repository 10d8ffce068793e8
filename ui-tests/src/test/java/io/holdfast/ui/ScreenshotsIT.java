package io.holdfast.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Dimension;

/**
 * {@code ./holdfast screenshots}: takes a picture of every screen, light and dark, from a phone to
 * a large monitor, and in each language. No part of the daily tests.
 */
@EnabledIfSystemProperty(named = ScreenshotsIT.DIRECTORY, matches = ".+")
final class ScreenshotsIT {

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

  private static final List<String> LANGUAGES = List.of("en", "de");

  /** A phone, a laptop, a large monitor. */
  private static final List<Dimension> SIZES =
      List.of(new Dimension(360, 780), new Dimension(1280, 800), new Dimension(2560, 1440));

  static final String DIRECTORY = "holdfast.screenshots";
  private static final List<String> VOLUMES = List.of("archive", "documents");

  @TempDir Path temporary;

  @Test
  void every_screen() throws Exception {
    Path directory = Files.createDirectories(Path.of(System.getProperty(DIRECTORY)));
    try (Installation holdfast = Installation.start(temporary)) {
      for (String volume : VOLUMES) {
        holdfast.run("backup", "create", volume, "--wait", "--name", "first");
        holdfast.run("backup", "create", volume, "--incremental", "--wait", "--name", "second");
      }
      for (String language : LANGUAGES) {
        Path profile = temporary.resolve("profile-" + language);
        try (Browser browser = Browser.open(holdfast.address(), profile, language)) {
          // Dark pages are the same in every language.
          boolean[] dark =
              language.equals("en") ? new boolean[] {false, true} : new boolean[] {false};
          take(browser, holdfast.password(), dark, directory.resolve(language));
        }
      }
    }
    assertThat(directory).isNotEmptyDirectory();
  }

  private static void take(Browser browser, String password, boolean[] themes, Path directory)
      throws IOException {
    browser.go("login").visible("vaadin-login-form vaadin-button[slot=submit]");
    browser.picture(directory.resolve("sign-in.png"));
    browser.signIn("admin", password);
    for (boolean dark : themes) {
      browser.dark(dark);
      for (Dimension size : SIZES) {
        browser.size(size.getWidth(), size.getHeight());
        String suffix = (dark ? "-dark" : "-light") + "-" + size.getWidth() + ".png";
        for (String page : PAGES) {
          browser.go(page).visible("h1");
          browser.picture(
              directory.resolve((page.isEmpty() ? "overview" : page.replace('/', '-')) + suffix));
        }
        details(browser, "volumes", directory, suffix);
        details(browser, "backups", directory, suffix);
        details(browser, "policies", directory, suffix);
        details(browser, "tasks", directory, suffix);
        details(browser, "workers", directory, suffix);
        details(browser, "repositories", directory, suffix);
        details(browser, "activity", directory, suffix);
        details(browser, "projects", directory, suffix);
        details(browser, "people", directory, suffix);
        dialog(browser, "volumes", "back-up", directory, suffix);
        restore(browser, directory, suffix);
        dialog(browser, "workers", "add-worker", directory, suffix);
        dialog(browser, "repositories", "add-repository", directory, suffix);
        dialog(browser, "people", "add-person", directory, suffix);
        dialog(browser, "account", "create-token", directory, suffix);
        dialog(browser, "overview", "open-palette", directory, suffix);
      }
    }
  }

  private static void details(Browser browser, String page, Path directory, String suffix)
      throws IOException {
    browser.go(page).visible("vaadin-grid");
    if (browser.all("vaadin-grid-cell-content .cell-main").isEmpty()) {
      return;
    }
    browser.visible("vaadin-grid-cell-content .cell-main").click();
    browser.of("details");
    browser.picture(directory.resolve(page + "-details" + suffix));
  }

  private static void dialog(
      Browser browser, String page, String button, Path directory, String suffix)
      throws IOException {
    browser.go(page).visible("vaadin-grid, .narrow-page, .overview");
    if (browser.all("[data-testid=" + button + "]").stream().noneMatch(it -> it.isDisplayed())) {
      return;
    }
    browser.click(button);
    browser.visible("vaadin-dialog");
    browser.picture(directory.resolve(button + suffix));
  }

  /** The steps up to the one that would begin. */
  private static void restore(Browser browser, Path directory, String suffix) throws IOException {
    dialog(browser, "backups", "restore", directory, suffix);
    if (browser.all("[data-testid=timeline]").isEmpty()) {
      return;
    }
    browser.click("confirm");
    browser.of("target");
    browser.picture(directory.resolve("restore-target" + suffix));
    browser.click("confirm");
    browser.of("forecast");
    browser.picture(directory.resolve("restore-consequences" + suffix));
    browser.click("cancel");
  }
}
