package io.holdfast.console.ui.chart;

import java.util.Locale;

/** How a series is drawn: a colour, and what tells it from others without colour. */
public enum Look {
  GOOD,
  /** Hatched. */
  BAD,
  /** Dotted. */
  QUIET,
  /** A full line over a tinted area. */
  FIRST,
  /** A dashed line. */
  SECOND,
  /** A dotted line. */
  THIRD;

  String className() {
    return "chart-" + name().toLowerCase(Locale.ROOT);
  }

  boolean isTinted() {
    return this == FIRST;
  }
}
