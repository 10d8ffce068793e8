package io.holdfast.console.ui.chart;

import static io.holdfast.console.ui.chart.Markup.percent;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Draws a picture's values as SVG. Every length is in per cent, so the width does not matter. */
final class Drawing {

  /** Of the room of a column, what it takes. */
  private static final double COLUMN = 0.72;

  /** Of characters above a column. */
  private static final int LONGEST_NUMBER = 5;

  /** Up to so many points each one is marked. */
  private static final int MOST_MARKED = 16;

  /** A line breaks where it would have to bridge so many times the usual distance. */
  private static final int MOST_BRIDGED = 4;

  private final Picture picture;
  private final double end;
  private final double usualDistance;

  /** Makes the names of patterns differ from those of other charts on the page. */
  private final String prefix;

  private final Markup markup = new Markup();

  private Drawing(Picture picture, String prefix) {
    this.picture = picture;
    this.end = picture.up().end(picture.most());
    this.prefix = prefix;
    this.usualDistance = usualDistance();
  }

  static String of(Picture picture, String prefix) {
    Drawing drawing = new Drawing(picture, prefix);
    drawing.draw();
    return drawing.markup.toString();
  }

  private void draw() {
    markup.open("svg", "class", "chart-drawing", "width", "100%", "height", "100%");
    patterns();
    for (Tick tick : picture.up().ticks(picture.most())) {
      String y = percent(1 - tick.at());
      markup.empty("line", "class", "chart-rule", "x1", 0, "x2", "100%", "y1", y, "y2", y);
    }
    switch (picture.form()) {
      case STACKS -> stacks();
      case LINES -> lines();
    }
    markup.close("svg");
  }

  private void patterns() {
    markup.open("defs");
    pattern(Look.BAD).empty("path", "d", "M0 6 6 0M-1 1 1 -1M5 7 7 5").close("pattern");
    pattern(Look.QUIET).empty("circle", "cx", 2, "cy", 2, "r", 1.2).close("pattern");
    markup.close("defs");
  }

  private Markup pattern(Look look) {
    return markup
        .open(
            "pattern",
            "id",
            prefix + look.className(),
            "class",
            "chart-pattern " + look.className(),
            "width",
            6,
            "height",
            6,
            "patternUnits",
            "userSpaceOnUse")
        .empty("rect", "width", 6, "height", 6);
  }

  /** How a surface of a look is filled, as a style. */
  static String fill(Look look, String prefix) {
    return switch (look) {
      case BAD, QUIET -> "fill: url(#" + prefix + look.className() + ")";
      case GOOD, FIRST, SECOND, THIRD -> "";
    };
  }

  private void stacks() {
    double width = COLUMN / picture.points().size();
    for (int i = 0; i < picture.points().size(); i++) {
      double at = picture.points().get(i).at();
      double top = 0;
      for (Series series : picture.series()) {
        double height = series.values().get(i) / end;
        top += height;
        if (height > 0) {
          markup.empty(
              "rect",
              "class",
              "chart-surface " + series.look().className(),
              "style",
              fill(series.look(), prefix),
              "x",
              percent(at - width / 2),
              "y",
              percent(1 - top),
              "width",
              percent(width),
              "height",
              percent(height));
        }
      }
      String number = picture.up().words(picture.total(i));
      // A longer one would run into its neighbours; the column's tip and the table have it.
      if (top > 0 && number.length() <= LONGEST_NUMBER) {
        markup.element(
            "text",
            number,
            "class",
            "chart-number",
            "x",
            percent(at),
            "y",
            percent(1 - top),
            "dy",
            -4);
      }
    }
  }

  private void lines() {
    // Only what is stretched lies in here; strokes keep their width by the style sheet.
    markup.open(
        "svg",
        "viewBox",
        "0 0 1000 1000",
        "preserveAspectRatio",
        "none",
        "width",
        "100%",
        "height",
        "100%");
    for (Series series : picture.series()) {
      if (series.look().isTinted()) {
        markup.empty("path", "class", "chart-area " + series.look().className(), "d", area(series));
      }
      markup.empty("path", "class", "chart-line " + series.look().className(), "d", line(series));
    }
    markup.close("svg");
    for (Series series : picture.series()) {
      marks(series);
    }
  }

  private void marks(Series series) {
    int size = picture.points().size();
    for (int i = size <= MOST_MARKED ? 0 : size - 1; i < size; i++) {
      markup.empty(
          "circle",
          "class",
          "chart-mark " + series.look().className(),
          "cx",
          percent(picture.points().get(i).at()),
          "cy",
          percent(1 - series.values().get(i) / end),
          "r",
          3);
    }
  }

  private String line(Series series) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < series.values().size(); i++) {
      path.append(begins(i) ? 'M' : 'L').append(place(series, i));
    }
    return path.toString();
  }

  private String area(Series series) {
    StringBuilder path = new StringBuilder();
    int last = series.values().size() - 1;
    for (int i = 0; i <= last; i++) {
      if (begins(i)) {
        path.append('M').append(at(i, 1));
      }
      path.append('L').append(place(series, i));
      if (i == last || begins(i + 1)) {
        path.append('L').append(at(i, 1)).append('Z');
      }
    }
    return path.toString();
  }

  /** Whether no line leads to a point from the one before. */
  private boolean begins(int i) {
    return i == 0 || distance(i) > MOST_BRIDGED * usualDistance;
  }

  private double distance(int i) {
    return picture.points().get(i).at() - picture.points().get(i - 1).at();
  }

  private double usualDistance() {
    List<Double> distances =
        IntStream.range(1, picture.points().size()).mapToObj(this::distance).sorted().toList();
    return distances.isEmpty() ? 0 : distances.get(distances.size() / 2);
  }

  private String place(Series series, int i) {
    return at(i, 1 - series.values().get(i) / end);
  }

  private String at(int i, double y) {
    return String.format(Locale.ROOT, "%.1f %.1f", 1000 * picture.points().get(i).at(), 1000 * y);
  }
}
