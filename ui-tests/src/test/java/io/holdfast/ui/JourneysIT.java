package io.holdfast.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** What people do, in a real browser, against the packaged programs. */
class JourneysIT {

  private static final String NAME = "admin";
  private static final String CELL = "vaadin-grid-cell-content";
  private static final String LOST_CONNECTION = "vaadin-connection-indicator[reconnecting]";

  @TempDir static Path directory;
  private static Installation holdfast;
  private Browser browser;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        Browser.isInstalled(), "needs Debian's packages chromium and chromium-driver installed");
    holdfast = Installation.start(directory);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (holdfast != null) {
      holdfast.close();
    }
  }

  @BeforeEach
  void open() throws IOException {
    browser = browser("one");
  }

  @AfterEach
  void close() {
    browser.close();
  }

  @Test
  void a_wrong_password_is_refused_and_the_right_one_lets_in() throws IOException {
    browser.go("login").typeIntoSignIn(NAME, "not the password");
    browser.visible("vaadin-login-form [slot=submit], vaadin-login-form");
    browser.awaitGone("vaadin-side-nav");
    browser.signIn(NAME, holdfast.password());
    browser.awaitText("h1", "Overview");
  }

  @Test
  void a_volume_is_backed_up_the_backup_mounted_and_restored_to_a_new_volume() throws IOException {
    browser.signIn(NAME, holdfast.password());
    browser.go("volumes?q=documents").awaitText(CELL, "documents");
    browser.click("back-up");
    browser.click("confirm");
    browser.awaitGone("vaadin-dialog");
    browser.go("backups?q=documents").awaitText(CELL, "Available");

    browser.clickFirst(CELL + " .cell-main");
    browser.click("action-mount");
    browser.click("confirm");
    browser.awaitText("[data-testid=uri]", "nbd://");
    browser.click("close");
    browser.awaitText("aside .line", "On worker");
    browser.click("mount.end");
    browser.click("confirm");
    browser.awaitGone("[data-testid='mount.end']");

    browser.go("backups?q=documents").click("restore");
    browser.visible("[data-testid=timeline] input");
    browser.click("confirm");
    browser.type("new-name", "documents-again");
    browser.click("confirm");
    browser.awaitText("[data-testid=dialog] p", "Nothing is overwritten");
    browser.click("confirm");
    browser.awaitText("[data-testid=restored-volume]", "documents-again");
    browser.click("cancel");
    browser.awaitGone("vaadin-dialog");

    browser.go("volumes").awaitText(CELL, "documents-again");
    browser.go("tasks?kind=restore").awaitText(CELL, "Succeeded");
    browser.go("activity?person=" + NAME + "&action=backup.restore").awaitText(CELL, "127.0.0.1");
  }

  @Test
  void a_volume_gets_its_old_content_back_once_its_name_was_typed() throws IOException {
    Path file = makeVolume("ledger.raw", 4 << 20);
    byte[] before = Files.readAllBytes(file);
    browser.signIn(NAME, holdfast.password());
    browser.go("volumes?q=ledger").awaitText(CELL, "ledger");
    browser.click("back-up");
    browser.click("confirm");
    browser.awaitGone("vaadin-dialog");
    browser.go("backups?q=ledger").awaitText(CELL, "Available");
    Files.write(file, new byte[before.length]);

    browser.click("restore");
    browser.visible("[data-testid=timeline] input");
    browser.click("confirm");
    browser.clickFirst("[data-testid=target] vaadin-radio-button + vaadin-radio-button label");
    browser.click("confirm");
    browser.of("type-name");
    assertThat(browser.of("confirm").getDomAttribute("disabled")).isNotNull();
    browser.type("type-name", "ledger");
    browser.click("confirm");
    browser.awaitText("[data-testid=restored-volume]", "ledger");
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void who_was_signed_out_elsewhere_signs_in_again_and_is_where_they_were() {
    browser.signIn(NAME, holdfast.password());
    browser.go("backups?status=available").awaitText("h1", "Backups");
    browser.inAnotherTab(() -> {
      browser.go("").awaitText("h1", "Overview");
      browser.click("user-menu");
      browser.click("sign-out");
      browser.awaitAddress("/login");
    });
    browser.click("filter-status");
    browser.awaitAddress("/login");
    browser.typeIntoSignIn(NAME, holdfast.password());
    browser.awaitAddress("/backups\\?status=available.*");
    browser.awaitText("h1", "Backups");
  }

  @Test
  void who_is_given_a_password_is_signed_out_without_a_click_and_comes_back_with_the_new_one()
      throws IOException {
    browser.signIn(NAME, holdfast.password());
    browser.go("people").click("add-person");
    browser.type("name", "Paula");
    browser.type("password", "the first password");
    browser.click("confirm");
    browser.awaitGone("vaadin-dialog");
    try (Browser hers = browser("hers")) {
      hers.signIn("Paula", "the first password");
      hers.go("backups").awaitText("h1", "Backups");

      browser.click("action-password");
      browser.type("password", "the second password");
      browser.click("confirm");

      hers.awaitAddress("/login");
      hers.typeIntoSignIn("Paula", "the second password");
      hers.awaitAddress("/backups.*");
      hers.awaitText("h1", "Backups");
    }
  }

  @Test
  void a_running_backup_is_cancelled_and_leaves_the_volume_as_it_was() throws Exception {
    makeVolume("large.raw", 4L << 30);
    browser.signIn(NAME, holdfast.password());
    browser.go("volumes?q=large").awaitText(CELL, "large");
    browser.click("back-up");
    browser.click("confirm");
    browser.awaitGone("vaadin-dialog");

    browser.go("");
    browser.click("cancel-task");
    browser.click("confirm");
    browser.awaitGone("[data-testid=task-row]");

    browser.go("tasks?q=large").awaitText(CELL, "Cancelled");
    browser.go("volumes?q=large").awaitText(CELL, "Available");
  }

  @Test
  void a_console_that_died_is_said_without_a_click_and_is_back_with_all_it_knew()
      throws IOException {
    browser.signIn(NAME, holdfast.password());
    browser.go("volumes?q=database").awaitText(CELL, "database");
    browser.click("back-up");
    browser.click("confirm");
    browser.awaitGone("vaadin-dialog");

    holdfast.killConsole();

    browser.visible(LOST_CONNECTION);
    browser.awaitGoneAfterAStart(LOST_CONNECTION);
    browser.awaitAnswer("login");
    browser.signIn(NAME, holdfast.password());
    browser.go("backups?q=database").awaitText(CELL, "Available");
  }

  @Test
  void a_second_browser_sees_the_first_ones_change_by_itself() throws IOException {
    browser.signIn(NAME, holdfast.password());
    try (Browser second = browser("two")) {
      second.signIn(NAME, holdfast.password());
      second.go("volumes").awaitText(CELL, "documents");

      browser.go("volumes");
      browser.click("create-volume");
      browser.type("name", "<b>made by the first</b>");
      browser.click("confirm");

      second.awaitText(CELL, "<b>made by the first</b>");
    }
  }

  @Test
  void the_focus_stays_in_a_line_while_another_comes_and_when_it_moves_itself() throws IOException {
    browser.signIn(NAME, holdfast.password());
    browser.go("");
    WebElement backUp = browser.of("back-up");
    browser.run("arguments[0].focus()", backUp);

    makeVolume("abacus.raw", 1 << 20);

    browser.awaitText(".line", "abacus");
    assertThat(browser.run("return document.activeElement")).isEqualTo(backUp);

    browser.run("const line = arguments[0].closest('li'); line.parentNode.append(line)", backUp);
    assertThat(browser.run("return document.activeElement")).isEqualTo(backUp);
  }

  @Test
  void who_uses_the_keyboard_alone_goes_into_details_back_to_the_list_and_stays_when_it_shrinks() {
    browser.signIn(NAME, holdfast.password());
    browser.go("projects").click("create-project");
    browser.type("name", "short-lived");
    browser.click("confirm");
    browser.awaitGone("vaadin-dialog");

    browser.go("projects?q=short-lived").awaitText(CELL, "short-lived");
    browser.focusFirstRow();
    browser.press(Keys.ENTER);
    browser.awaitFocus("[data-testid=details] h2");
    browser.press(Keys.ESCAPE);
    browser.awaitFocus("[data-testid=list]");
    browser.press(Keys.ENTER);
    browser.awaitFocus("[data-testid=details] h2");
    browser.click("action-delete");
    browser.click("confirm");
    browser.awaitGone("vaadin-dialog");
    browser.awaitFocus("[data-testid=list], #content");
  }

  @Test
  void a_repository_without_encryption_is_pointed_out_and_what_was_done_is_on_record()
      throws IOException {
    Path open = Files.createDirectory(directory.resolve("open-repository"));
    browser.signIn(NAME, holdfast.password());
    browser.go("repositories").awaitText(CELL, "Encrypted");
    browser.click("add-repository");
    browser.type("name", "open");
    browser.type("location", open.toString());
    browser.clickFirst("[data-testid=encrypted] label");
    browser.click("confirm");
    browser.awaitGone("vaadin-dialog");
    browser.awaitText("[data-testid=details]", "Nothing here is encrypted");
    // A worker has tried it.
    browser.awaitText("[data-testid=details]", "Ready");
    browser.go("").awaitText("[data-testid=not-encrypted]", "open");

    browser.go("activity?action=repository.create").awaitText(CELL, "Add a repository");
    browser.awaitText(CELL, "Repository open");
    assertThat(browser.of("export").getDomAttribute("href")).isNotEmpty();
  }

  @Test
  void anything_is_found_by_keyboard_and_a_token_is_shown_once() {
    browser.signIn(NAME, holdfast.password());
    browser.visible("h1");
    browser.press(Keys.chord(Keys.CONTROL, "k"));
    browser.awaitFocus("[data-testid=palette-text] input");
    browser.press("documents");
    browser.awaitText("vaadin-combo-box-item", "documents");
    browser.press(Keys.ENTER);
    browser.awaitAddress("/volumes/[-0-9a-f]+");
    browser.awaitText("[data-testid=details]", "documents");

    browser.go("account").awaitText("h1", "Account");
    browser.click("create-token");
    browser.type("name", "nightly");
    browser.click("confirm");
    assertThat(browser.of("secret").getText()).startsWith("hf_");
    browser.click("confirm");
    browser.awaitGone("vaadin-dialog");
    browser.go("account").awaitText(".line", "nightly");
    browser.awaitGone("[data-testid=secret]");

    browser.go("projects").awaitText(CELL, "default");
    browser.go("people").awaitText(CELL, "Administrator");
    browser.go("settings").awaitText("h2", "Attempts of a task");
  }

  /** A volume whose backup takes some seconds, as nothing in it repeats. */
  private static Path makeVolume(String file, long bytes) throws IOException {
    byte[] chunk = new byte[1 << 20];
    new Random(7).nextBytes(chunk);
    Path unfinished = directory.resolve(file);
    try (OutputStream out = Files.newOutputStream(unfinished)) {
      for (long written = 0; written < bytes; written += chunk.length) {
        ByteBuffer.wrap(chunk).putLong(written);
        out.write(chunk);
      }
    }
    return Files.move(unfinished, holdfast.volumes().resolve(file), StandardCopyOption.ATOMIC_MOVE);
  }

  private static Browser browser(String profile) throws IOException {
    return Browser.open(holdfast.address(), directory.resolve("profile-" + profile));
  }
}
