package io.holdfast.ui;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The checker axe, run in the page that a browser shows. */
final class Axe {

  /**
   * What was found comes back as lines: rule, what it asks, the first elements concerned. Of an
   * open dialog and of details only these are looked at: the page behind them had its turn. What
   * Vaadin says about a lost connection stands outside of every landmark, and is not ours.
   */
  private static final String RUN =
      """
      const [rule, done] = [arguments[0], arguments[arguments.length - 1]];
      const part = document.querySelector('vaadin-dialog[opened], [data-testid=details]');
      axe.run(part ?? { exclude: ['vaadin-connection-indicator'] }, rule ? { runOnly: [rule] } : {}).then(
        result => done(result.violations.map(it => it.id + ': ' + it.help + ': ' + it.nodes.slice(0, 3).map(
          node => node.target.flat().join(' ') + ' ' + [...node.any, ...node.all, ...node.none][0]?.message
        ).join(' | '))),
        failure => done(['axe failed: ' + failure]));
      """;

  private final Browser browser;
  private final String script;

  Axe(Browser browser) {
    this.browser = browser;
    try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
      if (in == null) {
        throw new IllegalStateException("axe.min.js is not among the libraries");
      }
      this.script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What all rules find. */
  List<String> everything(String where) {
    return find(where, "");
  }

  /** What is too hard to read. */
  List<String> contrast(String where) {
    return find(where, "color-contrast");
  }

  private List<String> find(String where, String rule) {
    if (Boolean.FALSE.equals(browser.run("return 'axe' in window"))) {
      browser.run(script);
    }
    return browser.runToItsEnd(RUN, rule) instanceof List<?> lines
        ? lines.stream().map(line -> where + ": " + line).toList()
        : List.of(where + ": axe gave no answer");
  }
}
