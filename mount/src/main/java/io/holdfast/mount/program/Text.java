package io.holdfast.mount.program;

/** Text that others wrote, for a terminal. */
final class Text {
  private Text() {}

  /**
   * With everything that a terminal would not show as it is (control characters, characters that
   * turn the direction, half a character) written as {@code \\uXXXX}, and backslashes doubled, so
   * that it can be turned back.
   */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (c == '\\') {
            shown.append("\\\\");
          } else if (isPlain(c)) {
            shown.appendCodePoint(c);
          } else {
            for (char unit : Character.toChars(c)) {
              shown.append("\\u%04x".formatted((int) unit));
            }
          }
        });
    return shown.toString();
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
