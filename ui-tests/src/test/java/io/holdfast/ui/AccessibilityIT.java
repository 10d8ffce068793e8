package io.holdfast.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every screen and dialog can be used by people who see little, or hear pages, or have no mouse.
 */
@EnabledIfSystemProperty(named = "holdfast.long", matches = "true")
class AccessibilityIT {

  @TempDir Path temporary;

  @Test
  void axe_finds_nothing_on_any_screen_light_or_dark() throws Exception {
    assumeTrue(
        Browser.isInstalled(), "needs Debian's packages chromium and chromium-driver installed");
    Set<String> findings = new LinkedHashSet<>();
    try (Installation holdfast = Installation.start(temporary)) {
      Screens.fill(holdfast);
      try (Browser browser = Browser.open(holdfast.address(), temporary.resolve("profile"))) {
        Axe axe = new Axe(browser);
        Screens.Visitor check =
            name -> {
              browser.dark(false);
              findings.addAll(axe.everything(name + ", light"));
              browser.dark(true);
              findings.addAll(axe.contrast(name + ", dark"));
            };
        browser.go("login").visible("vaadin-login-form vaadin-button[slot=submit]");
        check.at("sign-in");
        browser.signIn("admin", holdfast.password());
        new Screens(browser, check).visit();
        browser.size(390, 844);
        browser.go("").visible("h1");
        check.at("narrow overview");
        browser.go("backups").visible("h1");
        check.at("narrow list");
      }
    }
    assertThat(findings).isEmpty();
  }
}
