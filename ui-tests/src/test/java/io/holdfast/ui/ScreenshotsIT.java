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
 * {@code ./holdfast screenshots}: takes a picture of every screen, light and dark, wide and narrow.
 * No part of the daily tests.
 */
@EnabledIfSystemProperty(named = ScreenshotsIT.DIRECTORY, matches = ".+")
final class ScreenshotsIT {

  private static final List<String> LANGUAGES = List.of("en", "de");

  /** A phone, a laptop, a large monitor. */
  private static final List<Dimension> SIZES =
      List.of(new Dimension(360, 780), new Dimension(1280, 800), new Dimension(2560, 1440));

  static final String DIRECTORY = "holdfast.screenshots";

  @TempDir Path temporary;

  @Test
  void every_screen() throws Exception {
    Path directory = Files.createDirectories(Path.of(System.getProperty(DIRECTORY)));
    try (Installation holdfast = Installation.start(temporary)) {
      Screens.fill(holdfast);
      for (String language : LANGUAGES) {
        Path profile = temporary.resolve("profile-" + language);
        try (Browser browser = Browser.open(holdfast.address(), profile, language)) {
          // Dark pages are the same in every language.
          take(browser, holdfast.password(), language.equals("en"), directory.resolve(language));
        }
      }
    }
    assertThat(directory).isNotEmptyDirectory();
  }

  private static void take(Browser browser, String password, boolean darkToo, Path directory)
      throws IOException {
    Files.createDirectories(directory);
    browser.go("login").visible("vaadin-login-form vaadin-button[slot=submit]");
    browser.picture(directory.resolve("sign-in.png"));
    browser.signIn("admin", password);
    for (boolean dark : darkToo ? new boolean[] {false, true} : new boolean[] {false}) {
      browser.dark(dark);
      for (Dimension size : SIZES) {
        browser.size(size.getWidth(), size.getHeight());
        String suffix = (dark ? "-dark-" : "-light-") + size.getWidth() + ".png";
        new Screens(browser, name -> browser.picture(directory.resolve(name + suffix))).visit();
      }
    }
  }
}
