package io.holdfast.ui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.ElementClickInterceptedException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** One browser of one person, with what people do in it. */
final class Browser implements AutoCloseable {

  static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** A console that was killed is started anew, and its database recovers first. */
  private static final Duration PATIENCE_WITH_A_START = Duration.ofMinutes(2);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final ChromeDriver driver;
  private final String url;

  private Browser(ChromeDriver driver, String url) {
    this.driver = driver;
    this.url = url;
  }

  static boolean isInstalled() {
    return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
  }

  /** Opens a browser of a person who uses the console at an address, and speaks English. */
  static Browser open(String url, Path profile) {
    return open(url, profile, "en");
  }

  /**
   * @param language that it asks pages for, such as {@code de}
   */
  static Browser open(String url, Path profile, String language) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toString());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--force-color-profile=srgb",
        "--user-data-dir=" + profile,
        "--accept-lang=" + language,
        "--window-size=1280,800");
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
    return new Browser(new ChromeDriver(service, options), url);
  }

  /** Goes to a page by its address within the console. */
  Browser go(String path) {
    driver.get(url + "/" + path);
    return this;
  }

  /** Goes to a page once there is a console that answers. */
  void awaitAnswer(String path) {
    until(
        PATIENCE_WITH_A_START,
        "no console answers",
        () -> {
          try {
            return Optional.of(go(path));
          } catch (WebDriverException refused) {
            return Optional.empty();
          }
        });
  }

  void typeIntoSignIn(String name, String password) {
    visible("vaadin-login-form input[name=username]").sendKeys(name);
    visible("vaadin-login-form input[name=password]").sendKeys(password);
    visible("vaadin-login-form vaadin-button[slot=submit]").click();
  }

  /** Signs in and waits for the page that comes then. */
  Browser signIn(String name, String password) {
    go("login").typeIntoSignIn(name, password);
    visible("vaadin-side-nav");
    return this;
  }

  /** The first element that matches and can be seen, once there is one. */
  WebElement visible(String css) {
    return until("no visible element matches " + css, () -> shown(css).findFirst());
  }

  private Stream<WebElement> shown(String css) {
    return driver.findElements(By.cssSelector(css)).stream().filter(WebElement::isDisplayed);
  }

  /** The element of a test id, once it can be seen. */
  WebElement of(String testId) {
    return visible("[data-testid=\"" + testId + "\"]");
  }

  void click(String testId) {
    clickFirst("[data-testid=\"" + testId + "\"]");
  }

  /** Clicks the first element that matches, once it can be seen and is not disabled. */
  void clickFirst(String css) {
    until(
        css + " cannot be clicked",
        () ->
            shown(css)
                .filter(element -> element.getDomAttribute("disabled") == null)
                .findFirst()
                .map(element -> {
                  // The driver does not scroll what scrolls within a component.
                  run("arguments[0].scrollIntoView({block: 'nearest'})", element);
                  element.click();
                  return element;
                }));
  }

  /** Does something in a tab of its own, which is closed then. */
  void inAnotherTab(Runnable work) {
    String here = driver.getWindowHandle();
    driver.switchTo().newWindow(WindowType.TAB);
    work.run();
    driver.close();
    driver.switchTo().window(here);
  }

  /** Writes into a field in place of what is there. */
  void type(String testId, String text) {
    WebElement input = visible("[data-testid=\"" + testId + "\"] input");
    input.sendKeys(Keys.chord(Keys.CONTROL, "a"), text, Keys.TAB);
  }

  /** Presses keys wherever the cursor is. */
  void press(CharSequence keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  /** Puts the cursor where someone arrives who goes through the page by the tabulator. */
  void focusFirstRow() {
    String focus =
        """
        const row = document.querySelector('[data-testid=list]')?.shadowRoot
          .querySelector('#items [tabindex="0"]');
        row?.focus();
        return !!row;
        """;
    until(
        "no row can be focused",
        () -> Optional.ofNullable(run(focus)).filter(Boolean.TRUE::equals));
  }

  /** Waits until the cursor is there. */
  void awaitFocus(String css) {
    until(
        "the focus is not on " + css,
        () -> Optional.of(driver.switchTo().activeElement()).filter(it -> matches(it, css)));
  }

  private boolean matches(WebElement element, String css) {
    return Boolean.TRUE.equals(run("return arguments[0].matches(arguments[1])", element, css));
  }

  /** Waits until the address ends in something. */
  void awaitAddress(String pattern) {
    until(
        "the address does not match " + pattern,
        () -> Optional.of(driver.getCurrentUrl()).filter(it -> it.matches(".*" + pattern)));
  }

  /** Waits until an element shows a text. */
  void awaitText(String css, String text) {
    until(
        css + " does not show '" + text + "'",
        () -> shown(css).filter(element -> element.getText().contains(text)).findFirst());
  }

  /** Waits until nothing of it can be seen. */
  void awaitGone(String css) {
    awaitGone(PATIENCE, css);
  }

  /** As {@link #awaitGone}, where a console has to start before. */
  void awaitGoneAfterAStart(String css) {
    awaitGone(PATIENCE_WITH_A_START, css);
  }

  private void awaitGone(Duration patience, String css) {
    until(
        patience,
        css + " is still there",
        () -> shown(css).findFirst().isEmpty() ? Optional.of(css) : Optional.empty());
  }

  /** Waits until nothing is being loaded and every list has its rows. */
  void awaitDrawn() {
    until("the page still loads", () -> Optional.of(browserIsIdle()).filter(Boolean.TRUE::equals));
  }

  private boolean browserIsIdle() {
    return Boolean.TRUE.equals(
        run(
            """
            return [...document.querySelectorAll('vaadin-grid')].every(it => !it.loading)
              && Object.values(window.Vaadin?.Flow?.clients ?? {}).every(it => !it.isActive?.());
            """));
  }

  private <T> T until(String otherwise, Supplier<Optional<T>> condition) {
    return until(PATIENCE, otherwise, condition);
  }

  private <T> T until(Duration patience, String otherwise, Supplier<Optional<T>> condition) {
    AtomicReference<Optional<T>> found = new AtomicReference<>(Optional.empty());
    new WebDriverWait(driver, patience)
        .pollingEvery(BETWEEN_LOOKS)
        // What moves while it is clicked, as a page does that is still arriving, is clicked again.
        .ignoreAll(
            List.of(
                StaleElementReferenceException.class,
                NoSuchElementException.class,
                ElementClickInterceptedException.class))
        .withMessage(() -> otherwise + " at " + driver.getCurrentUrl())
        .until(any -> {
          found.set(condition.get());
          return found.get().isPresent();
        });
    return found.get().orElseThrow();
  }

  List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  /** Makes the page exactly this large. */
  void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        java.util.Map.of(
            "width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 700));
    driver.manage().window().setSize(new Dimension(Math.max(width, 500), height));
  }

  /** Has the browser say that its system is dark, or light, and that nothing is to move. */
  void dark(boolean dark) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        java.util.Map.of(
            "features",
            List.of(
                java.util.Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                java.util.Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  /** Runs a script in the page. */
  @Nullable Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Runs a script in the page that ends by calling its last argument with the result. */
  @Nullable Object runToItsEnd(String script, Object... arguments) {
    return driver.executeAsyncScript(script, arguments);
  }

  void picture(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
