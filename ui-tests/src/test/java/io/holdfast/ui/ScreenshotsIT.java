package io.holdfast.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./holdfast screenshots}: takes a picture of every screen, light and dark, wide and narrow.
 * No part of the daily tests.
 */
@EnabledIfSystemProperty(named = ScreenshotsIT.DIRECTORY, matches = ".+")
final class ScreenshotsIT {

  static final String DIRECTORY = "holdfast.screenshots";

  @TempDir Path temporary;

  @Test
  void every_screen() throws Exception {
    Path directory = Files.createDirectories(Path.of(System.getProperty(DIRECTORY)));
    try (Installation holdfast = Installation.start(temporary)) {
      Screens.fill(holdfast);
      try (Browser browser = Browser.open(holdfast.address(), temporary.resolve("profile"))) {
        browser.go("login").visible("vaadin-login-form vaadin-button[slot=submit]");
        browser.picture(directory.resolve("sign-in.png"));
        browser.signIn("admin", holdfast.password());
        for (boolean dark : new boolean[] {false, true}) {
          browser.dark(dark);
          for (int width : new int[] {1280, 390}) {
            browser.size(width, width == 390 ? 844 : 800);
            String suffix = (dark ? "-dark-" : "-light-") + width + ".png";
            new Screens(browser, name -> browser.picture(directory.resolve(name + suffix))).visit();
          }
        }
      }
    }
    assertThat(directory).isNotEmptyDirectory();
  }
}
