package io.holdfast.console.ui.chart;

import static io.holdfast.console.ui.chart.Markup.percent;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeDetails;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.chart.Picture.Point;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A picture with axes, a legend, a tooltip for each point, and its figures as a table. The points
 * are radio buttons of the browser: one tab stop, arrow keys from one to the next, a touch chooses;
 * whichever is hovered or has the cursor shows its tooltip.
 */
public final class Chart extends Div {

  private static final long serialVersionUID = 1L;

  private final String name;
  private final String prefix = "chart-" + UUID.randomUUID() + "-";
  private final Div body = new Div();
  private final Div table = new Div();
  private transient @Nullable Picture shown;

  /**
   * @param name what it shows, for those who listen
   */
  public Chart(String name) {
    this.name = name;
    addClassName("chart");
    getElement().setAttribute("role", "figure");
    getElement().setAttribute("aria-label", name);
    table.addClassName("chart-table");
    NativeDetails figures = new NativeDetails(Texts.of("chart.table"), table);
    figures.addClassName("chart-figures");
    add(body, figures);
  }

  /** Shows another picture; nothing is drawn anew while it stays the same. */
  public void show(Picture picture) {
    if (!picture.equals(shown)) {
      shown = picture;
      body.getElement().setProperty("innerHTML", body(picture));
      table.getElement().setProperty("innerHTML", table(picture));
    }
  }

  private String body(Picture picture) {
    Markup markup = new Markup();
    legend(markup, picture);
    markup.open("div", "class", "chart-frame");
    markup.open("div", "class", "chart-up", "aria-hidden", true);
    picture
        .up()
        .ticks(picture.most())
        .forEach(
            tick -> markup.element("span", tick.text(), "style", "bottom:" + percent(tick.at())));
    markup.close("div").open("div", "class", "chart-plot");
    markup.raw(Drawing.of(picture, prefix));
    spots(markup, picture);
    markup.close("div").open("div", "class", "chart-across", "aria-hidden", true);
    for (Tick tick : picture.across()) {
      markup.element(
          "span",
          tick.text(),
          "class",
          tick.minor() ? "chart-minor" : "",
          "style",
          "left:" + percent(tick.at()));
    }
    return markup.close("div").close("div").toString();
  }

  private void legend(Markup markup, Picture picture) {
    markup.open("div", "class", "legend", "aria-hidden", true);
    for (Series series : picture.series()) {
      markup.open("span", "class", "legend-entry");
      key(markup, picture, series);
      markup.element("span", series.name()).close("span");
    }
    markup.close("div");
  }

  /** The small picture of a series that stands before its name. */
  private void key(Markup markup, Picture picture, Series series) {
    String look = series.look().className();
    markup.open("svg", "class", "chart-key", "width", 18, "height", 12);
    switch (picture.form()) {
      case STACKS ->
          markup.empty(
              "rect",
              "class",
              "chart-surface " + look,
              "style",
              Drawing.fill(series.look(), prefix),
              "width",
              18,
              "height",
              12);
      case LINES -> markup.empty("path", "class", "chart-line " + look, "d", "M0 6H18");
    }
    markup.close("svg");
  }

  private void spots(Markup markup, Picture picture) {
    markup.open(
        "div",
        "class",
        "chart-spots",
        "role",
        "radiogroup",
        "aria-label",
        Texts.of("chart.spots", name));
    List<Point> points = picture.points();
    for (int i = 0; i < points.size(); i++) {
      double from = i == 0 ? 0 : (points.get(i - 1).at() + points.get(i).at()) / 2;
      double to = i == points.size() - 1 ? 1 : (points.get(i).at() + points.get(i + 1).at()) / 2;
      String at = "--at:" + percent(points.get(i).at());
      markup
          .open(
              "label",
              "class",
              "chart-spot",
              "style",
              "left:" + percent(from) + ";width:" + percent(to - from))
          .open("input", "type", "radio", "name", prefix + "spot", "aria-label", spoken(picture, i))
          .close("label")
          .empty("span", "class", "chart-guide", "style", at);
      tip(markup, picture, i, at);
    }
    markup.close("div");
  }

  private void tip(Markup markup, Picture picture, int point, String at) {
    markup
        .open("span", "class", "chart-tip", "style", at, "aria-hidden", true)
        .element("strong", picture.points().get(point).title());
    for (Series series : picture.series()) {
      markup.open("span", "class", "chart-tip-line");
      key(markup, picture, series);
      markup
          .element("span", series.name())
          .element("b", value(picture, series, point))
          .close("span");
    }
    markup.close("span");
  }

  private static String spoken(Picture picture, int point) {
    StringBuilder words = new StringBuilder(picture.points().get(point).title());
    String before = ": ";
    for (Series series : picture.series()) {
      words.append(before).append(series.name()).append(' ').append(value(picture, series, point));
      before = ", ";
    }
    return words.toString();
  }

  private static String value(Picture picture, Series series, int point) {
    return picture.up().words(series.values().get(point));
  }

  /** The newest first. */
  private String table(Picture picture) {
    Markup markup = new Markup();
    markup.open("table").element("caption", name).open("thead").open("tr");
    markup.element("th", Texts.of("chart.when"), "scope", "col");
    picture.series().forEach(series -> markup.element("th", series.name(), "scope", "col"));
    markup.close("tr").close("thead").open("tbody");
    for (int i = picture.points().size() - 1; i >= 0; i--) {
      int point = i;
      markup.open("tr").element("th", picture.points().get(i).title(), "scope", "row");
      picture.series().forEach(series -> markup.element("td", value(picture, series, point)));
      markup.close("tr");
    }
    return markup.close("tbody").close("table").toString();
  }
}
