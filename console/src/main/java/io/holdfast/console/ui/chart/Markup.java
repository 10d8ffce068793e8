package io.holdfast.console.ui.chart;

import java.util.Locale;

/** HTML or SVG as text; whatever is put into it is escaped. */
final class Markup {

  private final StringBuilder text = new StringBuilder();

  /**
   * Begins an element.
   *
   * @param attributes names and values in turn
   */
  Markup open(String tag, Object... attributes) {
    text.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      text.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1].toString());
      text.append('"');
    }
    text.append('>');
    return this;
  }

  Markup close(String tag) {
    text.append("</").append(tag).append('>');
    return this;
  }

  /** An element without content; not for those that HTML forbids to close. */
  Markup empty(String tag, Object... attributes) {
    return open(tag, attributes).close(tag);
  }

  Markup element(String tag, String content, Object... attributes) {
    return open(tag, attributes).text(content).close(tag);
  }

  Markup text(String content) {
    escape(content);
    return this;
  }

  /** What is markup already. */
  Markup raw(String markup) {
    text.append(markup);
    return this;
  }

  private void escape(String content) {
    for (int i = 0; i < content.length(); i++) {
      char c = content.charAt(i);
      switch (c) {
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '&' -> text.append("&amp;");
        case '"' -> text.append("&quot;");
        default -> text.append(c);
      }
    }
  }

  /** A share of the whole: {@code 12.34%}. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f%%", 100 * share);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
