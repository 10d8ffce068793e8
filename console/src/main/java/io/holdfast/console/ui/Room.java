package io.holdfast.console.ui;

/** How much room there is for a list. */
enum Room {
  NARROW,
  MEDIUM,
  WIDE,
  VAST;

  /** Below this width of the window, in pixels, a list has one column. */
  private static final int ONE_COLUMN = 760;

  private static final int SOME_COLUMNS = 1240;
  private static final int MOST_COLUMNS = 1500;

  /**
   * The room in a window.
   *
   * @param width of the window, in pixels
   * @param shared whether details are beside the list
   */
  static Room of(int width, boolean shared) {
    if (width < ONE_COLUMN) {
      return NARROW;
    }
    if (width < SOME_COLUMNS || shared) {
      return MEDIUM;
    }
    return width < MOST_COLUMNS ? WIDE : VAST;
  }
}
